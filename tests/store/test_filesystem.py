"""SQLite is kept off network file systems."""

from pathlib import Path

import pytest

from bot.store import filesystem
from bot.store.database import Database
from bot.store.errors import StoreError

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/vdb /home/ann/local\\040disk ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/a.db", None),
        ("/home/ann/a.db", "nfs4"),
        ("/home/ann/local disk/a.db", None),
        ("/homework/a.db", None),
    ],
)
def test_the_innermost_mount_decides(path: str, kind: str | None) -> None:
    """A local disk inside a network home is local, and a name that only begins alike is another folder."""
    assert filesystem.network_mount(Path(path), MOUNTS) == kind


def test_a_system_without_mounts_counts_as_local() -> None:
    """Where nothing is known nothing is refused."""
    assert filesystem.network_mount(Path("/anywhere"), "") is None


def test_a_file_on_a_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening says why, and what to use instead."""
    table = tmp_path / "mounts"
    table.write_text(f"server:/x {tmp_path} nfs rw 0 0\n")
    monkeypatch.setattr(filesystem, "MOUNTS", table)
    with pytest.raises(StoreError, match="network"):
        Database.open(f"sqlite:///{tmp_path / 'a.db'}")
