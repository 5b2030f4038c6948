"""The mathematics: pure functions that know no framework, no database, no clock and no file."""
