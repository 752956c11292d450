"""No network for a process that runs other people's queries, whatever the store would do: the kernel refuses sockets.

A seccomp filter of seven instructions on Linux (x86-64, arm64); elsewhere the refusal of SERVICE stands alone.
"""

import ctypes
import platform
import struct
import sys
from typing import Final

# (AUDIT_ARCH, number of socket(2), lowest number of another ABI under the same architecture)
_MACHINES: Final = {"x86_64": (0xC000003E, 41, 0x40000000), "aarch64": (0xC00000B7, 198, 0xFFFFFFFF)}
_NO_NEW_PRIVS, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENIED = 0x7FFF0000, 0x00050000 | 13  # EACCES


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def forbid_network() -> bool:
    """Have every later socket(2) of this process fail. False where the kernel cannot do it."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    architecture, socket, foreign = machine
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture of the call
        (_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, 1, 0, foreign),
        (_EQUAL, 0, 1, socket),
        (_RETURN, 0, 0, _DENIED),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(steps), ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
