"""What residents report: received, answered in time, solved or passed on, and counted where it piles up."""
