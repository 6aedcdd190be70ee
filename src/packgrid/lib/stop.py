class Stop(Exception):
    """The program cannot go on. The message is a sentence for the person who started it: what is wrong, what to do."""
