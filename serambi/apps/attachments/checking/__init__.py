"""What a file is, told from its content and never from its name; nothing of it is executed."""
