from serambi.config.command_line import main

main()
