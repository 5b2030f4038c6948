"""Pages of residents and of those who answer them."""
