"""What is kept, and how. Imports nothing from `bot`."""
