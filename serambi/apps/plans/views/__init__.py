"""The pages of the plan and its register."""
