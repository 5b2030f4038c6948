"""Reading indicators, their values and what they are made of."""
