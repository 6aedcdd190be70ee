class Stop(Exception):  # noqa: N818 it is no fault of the program but a reason to stop it
    """The program cannot go on. The message is a sentence for the person who started it: what is wrong, what to do."""
