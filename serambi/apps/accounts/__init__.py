"""Users, sign-in and lockout."""
