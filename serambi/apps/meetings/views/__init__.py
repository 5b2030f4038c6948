"""The pages of decisions and actions, one module for each."""
