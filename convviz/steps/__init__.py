"""A trace put into steps: windows, taps, terms, and what a pointer means."""
