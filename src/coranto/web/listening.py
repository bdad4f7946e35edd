"""Where the site listens: a port, or a Unix socket, which only the programs that may open its file can reach."""

import errno
import socket
import stat
from pathlib import Path

from coranto import errors

_MODE = 0o660  # for the proxy's group; the folder of the socket says who may enter


def is_socket(host: str) -> bool:
    """Whether ``serve.host`` names a Unix socket: it is the path of a file."""
    return host.startswith("/")


def address(host: str, port: int) -> str:
    """Return where the site can be reached, as people and programs write it."""
    if is_socket(host):
        return f"unix:{host}"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int, elsewhere: str) -> socket.socket:
    """Return a bound socket.

    Parameters
    ----------
    host : str
        An address or a name of this machine, or the path of a Unix socket.
    port : int
        0 takes a free one; of a Unix socket it says nothing.
    elsewhere : str
        How another place is chosen.

    Raises
    ------
    ConfigError
        The place is taken, or is not ours.

    """
    kind = socket.AF_UNIX if is_socket(host) else socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(kind, socket.SOCK_STREAM)
    try:
        if is_socket(host):
            _take_left_over(host)
            listener.bind(host)
            Path(host).chmod(_MODE)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except (OSError, OverflowError) as why:
        listener.close()
        cause = getattr(why, "strerror", None) or str(why)
        freed = "end what is served there, or " if getattr(why, "errno", None) == errno.EADDRINUSE else ""
        where = host if is_socket(host) else f"{host}:{port}"
        raise errors.ConfigError(f"cannot serve there: {cause}; {freed}{elsewhere}", where) from why
    return listener


def close(listener: socket.socket, host: str) -> None:
    """Close a socket that ``listen`` returned; the file of a Unix socket goes with it."""
    listener.close()
    if is_socket(host):
        Path(host).unlink(missing_ok=True)


def _take_left_over(path: str) -> None:
    """Remove the file of a socket without a listener: its process was killed."""
    try:
        if not stat.S_ISSOCK(Path(path).lstat().st_mode):
            return
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trying:
        try:
            trying.connect(path)
        except ConnectionRefusedError:
            Path(path).unlink()
