"""The only road from a document to a picture."""
