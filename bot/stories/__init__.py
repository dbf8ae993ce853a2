"""Group articles and headlines into stories, and find what is related, wanted or hot."""
