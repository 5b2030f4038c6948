"""Files that stand for something: evidence with its checks, stored once and never executed."""
