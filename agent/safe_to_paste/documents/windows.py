"""The child's limits on Windows: a job object that it puts itself into.

https://learn.microsoft.com/windows/win32/procthread/job-objects. The job's memory and processor time are limited, it
ends with its last handle, and a crash neither asks the person anything nor sends memory to an error report. Only the
calls themselves are Windows's; ``kernel`` stands for them, so that the rest can be tried anywhere.
"""

from __future__ import annotations

import ctypes
from typing import Any

_EXTENDED_LIMITS = 9
_JOB_TIME, _DIE_ON_EXCEPTION, _JOB_MEMORY, _KILL_ON_CLOSE = 0x4, 0x400, 0x200, 0x2000
_NO_CRITICAL_ERRORS, _NO_FAULT_BOX = 0x1, 0x2
_BELOW_NORMAL = 0x4000
_NO_HEAP_IN_REPORTS = 0x1


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("Basic", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def confine(memory: int, kernel: Any = None) -> None:
    """Put this process into a job that may take so many bytes; raises OSError when Windows refuses.

    The handle stays open for as long as the process lives, which is what keeps the job.
    """
    kernel = kernel or _kernel()
    kernel.SetErrorMode(_NO_CRITICAL_ERRORS | _NO_FAULT_BOX)
    kernel.WerSetFlags(_NO_HEAP_IN_REPORTS)
    limits = Limits()
    limits.Basic.LimitFlags = _JOB_MEMORY | _KILL_ON_CLOSE | _DIE_ON_EXCEPTION
    limits.JobMemoryLimit = memory
    job = kernel.CreateJobObjectW(None, None)
    process = kernel.GetCurrentProcess()
    done = (
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel.AssignProcessToJobObject(job, process)
    )
    if not done:
        raise OSError(kernel.GetLastError(), "the limits of the reading process were refused")
    kernel.SetPriorityClass(process, _BELOW_NORMAL)


def _kernel() -> Any:
    """kernel32, with handles as wide as they are."""
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=False)  # noqa: B009 - on Windows alone
    handle = ctypes.c_void_p
    kernel.CreateJobObjectW.restype = handle
    kernel.GetCurrentProcess.restype = handle
    kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (handle, handle)
    kernel.SetPriorityClass.argtypes = (handle, ctypes.c_uint32)
    return kernel
