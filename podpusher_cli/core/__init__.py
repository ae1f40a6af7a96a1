"""Records and rules. Nothing here touches a disk, a network or a terminal."""
