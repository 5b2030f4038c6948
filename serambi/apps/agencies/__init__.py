"""Organizations of all five sectors, and who works where with what role."""
