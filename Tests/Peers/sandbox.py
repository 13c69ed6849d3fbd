"""Runs a program under the sandbox of a systemd unit, without systemd.

    sandbox.py --unit FILE --writable DIR… --readable DIR… --report FILE -- PROGRAM ARGUMENT…

Reads the unit's own lines, so that the unit and what is tried here can't differ, and applies as much as this machine
allows. The report says of each line, one a line and by tabs, whether it was applied, and if not, why. A line of the
unit that nobody has thought of here is an error.

--writable are the folders that stand for StateDirectory= and ReadWritePaths=; --readable what else the program needs
of a place that the unit hides, such as a test's own folder in /tmp. The program takes this process's place and keeps
its user.
"""

import argparse
import ctypes
import errno
import os
import re
import resource
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
MS_BIND, MS_REC, MS_SLAVE = 0x1000, 0x4000, 0x80000
MOUNT_SETATTR, AT_RECURSIVE, MOUNT_ATTR_RDONLY = 442, 0x8000, 1
PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 23, 24, 38, 47

# What says how the service is started and stopped, and holds nobody back.
NO_SANDBOX = {
    "Type", "ExecStart", "ExecReload", "TimeoutStartSec", "WatchdogSec", "TimeoutStopSec", "Restart", "RestartSec",
    "RestartPreventExitStatus", "LoadCredential",
}
# What only systemd can do, or what is of no consequence for a single program.
NOT_HERE = {
    "User": "the program keeps this process's user",
    "Group": "the program keeps this process's group",
    "StateDirectoryMode": "the test makes the folder",
    "DevicePolicy": "needs a control group of its own",
    "ProtectProc": "needs a /proc of its own",
    "RemoveIPC": "is about the service's end",
    "KeyringMode": "is about the service's beginning",
}


def checked(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def mount(source, target, kind=None, flags=0, data=None):
    words = [word.encode() if word else None for word in (source, target, kind, data)]
    checked(libc.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3]), f"mount {target}")


def set_read_only(path, is_read_only, recursively):
    bits = (MOUNT_ATTR_RDONLY, 0) if is_read_only else (0, MOUNT_ATTR_RDONLY)
    attributes = (ctypes.c_uint64 * 4)(*bits, 0, 0)
    flags = AT_RECURSIVE if recursively else 0
    checked(libc.syscall(MOUNT_SETATTR, -100, path.encode(), flags, attributes, 32), f"mount_setattr {path}")


class Unit:
    """The lines of [Service], in order."""

    def __init__(self, path):
        self.lines = []
        section = None
        for line in open(path, encoding="utf-8"):
            line = line.strip()
            if line.startswith("["):
                section = line
            elif section == "[Service]" and line and line[0] not in "#;":
                key, value = line.split("=", 1)
                self.lines.append((key, value))

    def values(self, key):
        return [value for name, value in self.lines if name == key]

    def words(self, key):
        return [word for value in self.values(key) for word in value.split()]

    def is_on(self, key):
        return (self.values(key) or ["no"])[-1] in ("yes", "true", "on", "1", "strict")


class Report:
    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")

    def applied(self, *keys):
        for key in keys:
            self.file.write(f"applied\t{key}\n")

    def left_out(self, key, reason):
        self.file.write(f"left out\t{key}\t{reason}\n")


class Places:
    """The mount namespace: read-only but for what is named, and empty where the unit hides something."""

    keys = ("ProtectSystem", "ReadWritePaths", "StateDirectory", "ProtectHome", "PrivateTmp", "PrivateDevices",
            "PrivateUsers", "PrivateIPC", "ProcSubset", "ProtectHostname", "ProtectKernelTunables",
            "ProtectControlGroups")
    store = "/mnt"

    def __init__(self, unit, writable, readable, program):
        self.writable, self.readable = writable, readable
        for key in self.keys:
            if key not in ("ReadWritePaths", "StateDirectory", "ProcSubset") and not unit.is_on(key):
                sys.exit(f"sandbox.py knows only a unit in which {key} is on")
        self.hidden = [path for path in ("/tmp", "/var/tmp", "/home", "/root", "/run/user") if os.path.isdir(path)]
        # The program and what it is linked with may lie in somebody's home, or in a temporary folder.
        linked = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
        needed = [program] + re.findall(r"=> (/\S+)", linked)
        self.readable += [path for path in needed if path.startswith(tuple(place + "/" for place in self.hidden))]

    def enter(self, report):
        refusal = self.refusal()
        if refusal:
            for key in self.keys:
                report.left_out(key, refusal)
            return
        self.build()
        report.applied(*self.keys)

    def refusal(self):
        """What keeps this machine from it: tried by a child, since half a namespace would be no place to go on in."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                self.build()
            except OSError as error:
                os.write(writing, str(error).encode())
            os._exit(0)
        os.close(writing)
        os.waitpid(child, 0)
        with os.fdopen(reading, encoding="utf-8") as answer:
            return answer.read()

    def build(self):
        """Makes the namespace and goes there."""
        user, group, here = os.geteuid(), os.getegid(), os.getcwd()
        checked(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS), "unshare")
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
        mount(None, "/", flags=MS_REC | MS_SLAVE)
        kept = self.keep()
        for path in self.hidden:
            mount("none", path, "tmpfs", data="mode=1777" if path.endswith("/tmp") else "mode=0700")
        self.hide_devices()
        self.hide_kernel()
        for place, path in kept:
            os.makedirs(path if os.path.isdir(place) else os.path.dirname(path), exist_ok=True)
            self.bind(place, path)
        set_read_only("/", True, recursively=True)
        for folder in self.writable + ["/tmp", "/var/tmp"]:
            set_read_only(folder, False, recursively=False)
        os.chdir(here)

    def keep(self):
        """Holds on to folders that will be hidden from their own places."""
        mount("none", self.store, "tmpfs")
        places = [(f"{self.store}/{number}", path) for number, path in enumerate(self.readable + self.writable)]
        for place, path in places:
            os.makedirs(place if os.path.isdir(path) else self.store, exist_ok=True)
            self.bind(path, place)
        return places

    def hide_devices(self):
        """Leaves only the devices that PrivateDevices= leaves."""
        held = f"{self.store}/dev"
        os.mkdir(held)
        for name in ("null", "zero", "full", "random", "urandom", "tty"):
            self.bind(f"/dev/{name}", f"{held}/{name}")
        mount(held, "/dev", flags=MS_BIND | MS_REC)

    def hide_kernel(self):
        """Leaves only the processes in /proc, as ProcSubset=pid does: the rest can't be read (there, not found)."""
        file, folder = f"{self.store}/nothing", f"{self.store}/empty"
        os.close(os.open(file, os.O_CREAT, 0o000))
        os.mkdir(folder, 0o000)
        for entry in os.scandir("/proc"):
            if not entry.name.isdigit() and not entry.is_symlink():
                mount(folder if entry.is_dir() else file, entry.path, flags=MS_BIND)

    def bind(self, path, place):
        """Makes a file or a folder appear elsewhere; for a file, a place is made first."""
        if not os.path.isdir(path):
            open(place, "w", encoding="ascii").close()
        mount(path, place, flags=MS_BIND | MS_REC)


class Calls:
    """The seccomp filter, by libseccomp."""

    ALLOW, LOG_ERRNO = 0x7FFF0000, 0x00050000
    EQ, MASKED, LOWER, HIGHER = 4, 7, 2, 6

    class Comparison(ctypes.Structure):
        _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]

    def __init__(self, unit):
        self.unit = unit
        self.library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self.library.seccomp_init.restype = ctypes.c_void_p
        self.library.seccomp_init.argtypes = [ctypes.c_uint32]
        self.library.seccomp_load.argtypes = [ctypes.c_void_p]
        self.library.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
        self.library.seccomp_rule_add_array.argtypes = [
            ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
        # Before anything is applied, while systemd-analyze may still be run.
        self.groups = self.read_groups()
        self.allowed = self.allowed_calls()

    def allowed_calls(self):
        allowed = set()
        for value in self.unit.values("SystemCallFilter"):
            calls = self.expand(value.removeprefix("~").split())
            allowed = allowed - calls if value.startswith("~") else allowed | calls
        return allowed

    def expand(self, names):
        calls = set()
        for name in names:
            calls |= self.expand(self.groups[name]) if name.startswith("@") else {name}
        return calls

    @staticmethod
    def read_groups():
        """What systemd's groups of calls hold, by their names: calls, and names of other groups."""
        listing = subprocess.run(
            ["systemd-analyze", "--no-pager", "syscall-filter"], capture_output=True, text=True, check=True)
        groups, inside = {}, []
        for line in listing.stdout.splitlines():
            if line.startswith("@"):
                inside = groups[line.strip()] = []
            elif line.startswith(" ") and not line.strip().startswith("#"):
                inside.append(line.strip())
        return groups

    def number(self, name):
        return self.library.seccomp_syscall_resolve_name(name.encode())

    def filter(self, action):
        made = self.library.seccomp_init(action)
        if not made:
            raise OSError("seccomp_init failed")
        # Only the calls' own rights count, and the quick way through many of them.
        self.library.seccomp_attr_set(made, 3, 1)
        self.library.seccomp_attr_set(made, 8, 2)
        return made

    def rule(self, made, action, name, *comparisons):
        number = self.number(name)
        if number == -1:
            return
        array = (self.Comparison * max(1, len(comparisons)))(*comparisons)
        result = self.library.seccomp_rule_add_array(made, action, number, len(comparisons), array)
        if result < 0 and result not in (-errno.EDOM, -errno.EEXIST):
            raise OSError(-result, f"a rule for {name}: {os.strerror(-result)}")

    def load(self, made):
        result = self.library.seccomp_load(made)
        if result < 0:
            raise OSError(-result, f"seccomp_load: {os.strerror(-result)}")

    def refusal(self, code):
        return self.LOG_ERRNO | code

    def flagged(self, arg, bits):
        return self.Comparison(arg, self.MASKED, bits, bits)

    def apply(self, report):
        refused = self.refusal(errno.EPERM)
        denials = self.filter(self.ALLOW)
        if self.unit.is_on("MemoryDenyWriteExecute"):
            self.rule(denials, refused, "mmap", self.flagged(2, 0x6))
            self.rule(denials, refused, "mprotect", self.flagged(2, 0x4))
            self.rule(denials, refused, "pkey_mprotect", self.flagged(2, 0x4))
            self.rule(denials, refused, "shmat", self.flagged(2, 0o100000))
            report.applied("MemoryDenyWriteExecute")
        if self.unit.values("RestrictAddressFamilies"):
            self.refuse_families(denials)
            report.applied("RestrictAddressFamilies")
        if self.unit.is_on("RestrictNamespaces"):
            for bits in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
                self.rule(denials, refused, "unshare", self.flagged(0, bits))
                self.rule(denials, refused, "clone", self.flagged(0, bits))
            self.rule(denials, refused, "setns")
            self.rule(denials, self.refusal(errno.ENOSYS), "clone3")
            report.applied("RestrictNamespaces")
        if self.unit.is_on("RestrictRealtime"):
            for policy in (1, 2, 6):
                self.rule(denials, refused, "sched_setscheduler", self.Comparison(1, self.EQ, policy, 0))
            report.applied("RestrictRealtime")
        if self.unit.is_on("RestrictSUIDSGID"):
            for bit in (0o4000, 0o2000):
                for name, arg in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2),
                                  ("mknod", 1), ("mknodat", 2), ("creat", 1)):
                    self.rule(denials, refused, name, self.flagged(arg, bit))
                for name, arg in (("open", 1), ("openat", 2)):
                    self.rule(denials, refused, name, self.flagged(arg, os.O_CREAT), self.flagged(arg + 1, bit))
            report.applied("RestrictSUIDSGID")
        if self.unit.is_on("LockPersonality"):
            self.rule(denials, refused, "personality", self.Comparison(0, 1, 0, 0))
            report.applied("LockPersonality")
        self.load(denials)
        # A filter of libseccomp is for this machine's own calls and ends a program that makes others.
        report.applied("SystemCallArchitectures")
        report.applied("ProtectClock", "ProtectKernelLogs", "ProtectKernelModules")
        code = getattr(errno, (self.unit.values("SystemCallErrorNumber") or ["EPERM"])[-1])
        calls = self.filter(self.refusal(code))
        for name in sorted(self.allowed):
            self.rule(calls, self.ALLOW, name)
        self.load(calls)
        report.applied("SystemCallFilter", "SystemCallErrorNumber")

    def refuse_families(self, denials):
        refused = self.refusal(errno.EAFNOSUPPORT)
        families = sorted(getattr(socket, name) for name in self.unit.words("RestrictAddressFamilies"))
        self.rule(denials, refused, "socket", self.Comparison(0, self.LOWER, families[0], 0))
        self.rule(denials, refused, "socket", self.Comparison(0, self.HIGHER, families[-1], 0))
        for family in range(families[0], families[-1]):
            if family not in families:
                self.rule(denials, refused, "socket", self.Comparison(0, self.EQ, family, 0))


def drop_capabilities(unit, report):
    if unit.values("CapabilityBoundingSet") != [""] or unit.values("AmbientCapabilities") != [""]:
        sys.exit("sandbox.py knows only empty sets of capabilities")
    libc.prctl(PR_CAP_AMBIENT, 4, 0, 0, 0)
    refusal = None
    for number in range(64):
        if libc.prctl(PR_CAPBSET_READ, number, 0, 0, 0) == 1 and libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0) != 0:
            refusal = "this process may not drop from the bounding set"
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    checked(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    report.applied("AmbientCapabilities")
    report.left_out("CapabilityBoundingSet", refusal) if refusal else report.applied("CapabilityBoundingSet")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--unit", "--report"):
        parser.add_argument(name, required=True)
    for name in ("--writable", "--readable"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("program", nargs="+")
    options = parser.parse_args()

    unit = Unit(options.unit)
    known = NO_SANDBOX | set(NOT_HERE) | set(Places.keys) | {
        "NoNewPrivileges", "CapabilityBoundingSet", "AmbientCapabilities", "UMask", "LimitCORE", "LimitNOFILE",
        "ProtectClock",
        "ProtectKernelLogs", "ProtectKernelModules", "RestrictAddressFamilies", "RestrictNamespaces",
        "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "MemoryDenyWriteExecute",
        "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber",
    }
    unknown = {key for key, _ in unit.lines} - known
    if unknown:
        sys.exit(f"sandbox.py doesn't know {', '.join(sorted(unknown))}: say there how to try it")

    report = Report(options.report)
    for key, reason in NOT_HERE.items():
        if unit.values(key):
            report.left_out(key, reason)
    os.umask(int(unit.values("UMask")[-1], 8))
    resource.setrlimit(resource.RLIMIT_CORE, (int(unit.values("LimitCORE")[-1]),) * 2)
    files = min(int(unit.values("LimitNOFILE")[-1]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    report.applied("UMask", "LimitCORE", "LimitNOFILE")

    calls = Calls(unit)
    Places(unit, options.writable, options.readable, options.program[0]).enter(report)
    drop_capabilities(unit, report)
    if unit.is_on("NoNewPrivileges"):
        checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        report.applied("NoNewPrivileges")
    calls.apply(report)
    report.file.close()
    os.execv(options.program[0], options.program)


main()
