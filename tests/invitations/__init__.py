"""Invitations and attendance, with the jobs and messages that carry them."""
