"""What must be known of a file of somebody else before anything reads it: archives counted, processes apart."""
