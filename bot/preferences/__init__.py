"""What readers follow, mute, are alerted of, and like."""
