"""Other people's files and texts: pictures, arrays, tables, numbers."""
