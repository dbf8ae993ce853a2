"""URL, text, file or feed in; stored articles in their stories out."""
