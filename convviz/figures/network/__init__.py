"""What units of a network see, drawn: maps in a row, fields on the input, growth over depth."""
