"""Messages to people, over the channels they choose, and reminders of what is due."""
