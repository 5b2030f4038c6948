"""Charts and maps as SVG, drawn on the server: no script is needed to read, print or save one."""
