"""What follows in one app from a write in another, as the program connects them."""
