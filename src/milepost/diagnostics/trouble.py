"""Trouble that is not the policy's: the surroundings, or a bug of ours."""


class ToolError(Exception):
    """The surroundings do not allow the work: a missing file, a wrong option, a bad configuration.

    The message says what to do. The command line ends with exit code 2.
    """


class InternalError(Exception):
    """A state that the program's own rules exclude. The command line ends with exit code 3."""
