"""Which file system a path lies on: SQLite's locks do not hold across a network."""

from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORKED = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "fuse.rclone", "9p"})


def network_mount(path: Path, mounts: str) -> str | None:
    """The type of the network file system that holds the path, by the text of /proc/mounts; None for a local one."""
    found = [(Path(where), kind) for where, kind in map(_entry, mounts.splitlines()) if path.is_relative_to(where)]
    kind = max(found, key=lambda entry: len(entry[0].parts), default=(Path("/"), ""))[1]
    return kind if kind in NETWORKED else None


def mounts() -> str:
    """What is mounted; empty where the system does not say."""
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _entry(line: str) -> tuple[str, str]:
    r"""Mount point and type of one line; a space in a path is written \040 there."""
    _, where, kind, *_ = [*line.split(" "), "", "", ""]
    return where.replace("\\040", " "), kind
