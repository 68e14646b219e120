#!/usr/bin/env python3
"""Packs a program that is built already: an archive, a Python wheel and, for Linux, a package for Debian.

    cargo build --release --locked
    packaging/package.py --program target/release/clausebook --out packages

Needs Python and, for the Debian package, dpkg-deb; nothing is fetched. The same program gives the same bytes: every file has the time of
SOURCE_DATE_EPOCH, or of the commit.
"""

import argparse
import base64
import gzip
import hashlib
import io
import os
import re
import subprocess
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHELLS = ["bash", "zsh", "fish", "powershell", "elvish"]
SUMMARY = "Compiles a program's policies, curricula and forms into a handbook site and PDFs"
# Rust's name of a system, the end of the archive's name, Debian's name, and that of Python.
SYSTEMS = {
    "x86_64-unknown-linux-gnu": ("linux-x86_64", "amd64", None),
    "aarch64-unknown-linux-gnu": ("linux-aarch64", "arm64", None),
    "x86_64-pc-windows-msvc": ("windows-x86_64", None, "win_amd64"),
    "x86_64-apple-darwin": ("macos-x86_64", None, "macosx_11_0_x86_64"),
    "aarch64-apple-darwin": ("macos-aarch64", None, "macosx_11_0_arm64"),
}


def version() -> str:
    return re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)[1]


def made_at() -> int:
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    commit = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(commit.stdout or 0)


def output(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout


def contents(program: Path, target: str) -> dict[str, bytes]:
    """The files of the archive, by path."""
    name = "clausebook.exe" if "windows" in target else "clausebook"
    files = {name: program.read_bytes()}
    for shell in SHELLS:
        files[f"completions/clausebook.{shell}"] = output(str(program), "completions", shell)
    with tempfile.TemporaryDirectory() as folder:
        output(str(program), "man-pages", f"{folder}/man1")
        for page in sorted(Path(folder, "man1").iterdir()):
            files[f"man1/{page.name}"] = page.read_bytes()
    python = os.environ.get("PYTHON", "python3")
    for path, what in [("NOTICES.txt", "notices"), ("clausebook.cdx.json", "bill-of-materials")]:
        files[path] = output(python, "packaging/libraries.py", what, "--target", target)
    for license_name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        files[license_name] = (ROOT / license_name).read_bytes()
    files["README.txt"] = (ROOT / "packaging/README-package.txt").read_bytes()
    return files


def is_program(path: str) -> bool:
    return path.split("/")[-1] in ("clausebook", "clausebook.exe")


def archive(files: dict[str, bytes], out: Path, system: str, made: int) -> Path:
    folder = f"clausebook-{version()}-{system}"
    if system.startswith("windows"):
        path = out / f"{folder}.zip"
        path.write_bytes(zipped({f"{folder}/{name}": data for name, data in files.items()}, made))
        return path
    path = out / f"{folder}.tar.gz"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), made, 0o755 if is_program(name) else 0o644
            tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    return path


def zipped(files: dict[str, bytes], made: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for name, data in sorted(files.items()):
            # Zip knows no time before 1980.
            entry = zipfile.ZipInfo(name, time.gmtime(max(made, 315532800))[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            # A regular file: pip leaves any other without the right to run.
            entry.external_attr = (0o100755 if is_program(name) else 0o100644) << 16
            zip_file.writestr(entry, data)
    return packed.getvalue()


def glibc_of(program: Path) -> tuple[int, int]:
    """The newest glibc that the program asks for."""
    asked = re.findall(rb"GLIBC_(\d+)\.(\d+)", program.read_bytes())
    return max(((int(major), int(minor)) for major, minor in asked), default=(2, 17))


def wheel(program: Path, out: Path, target: str, made: int, notices: bytes) -> Path:
    tag = SYSTEMS[target][2]
    if tag is None:
        major, minor = glibc_of(program)
        tag = f"manylinux_{major}_{minor}_{target.split('-')[0]}"
    name = f"clausebook-{version()}"
    info = f"{name}.dist-info"
    binary = "clausebook.exe" if "windows" in target else "clausebook"
    metadata = (
        f"Metadata-Version: 2.4\nName: clausebook\nVersion: {version()}\nSummary: {SUMMARY}\n"
        "License-Expression: MIT OR Apache-2.0\nLicense-File: LICENSE-MIT\nLicense-File: LICENSE-APACHE\n"
        "License-File: NOTICES.txt\nRequires-Python: >=3.8\nDescription-Content-Type: text/plain\n\n"
    ) + (ROOT / "packaging/README-package.txt").read_text("utf-8")
    files = {
        f"{name}.data/scripts/{binary}": program.read_bytes(),
        f"{info}/METADATA": metadata.encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: packaging/package.py\nRoot-Is-Purelib: false\nTag: py3-none-{tag}\n".encode(),
        f"{info}/licenses/LICENSE-MIT": (ROOT / "LICENSE-MIT").read_bytes(),
        f"{info}/licenses/LICENSE-APACHE": (ROOT / "LICENSE-APACHE").read_bytes(),
        f"{info}/licenses/NOTICES.txt": notices,
    }
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
        for path, data in sorted(files.items())
    )
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    path = out / f"{name}-py3-none-{tag}.whl"
    path.write_bytes(zipped(files, made))
    return path


def debian_package(program: Path, files: dict[str, bytes], out: Path, architecture: str, made: int) -> Path:
    path = out / f"clausebook_{version()}_{architecture}.deb"
    major, minor = glibc_of(program)
    doc, share = "usr/share/doc/clausebook", "usr/share"
    # Debian asks for these names and for compressed pages.
    tree = {
        "usr/bin/clausebook": files["clausebook"],
        f"{share}/bash-completion/completions/clausebook": files["completions/clausebook.bash"],
        f"{share}/zsh/vendor-completions/_clausebook": files["completions/clausebook.zsh"],
        f"{share}/fish/vendor_completions.d/clausebook.fish": files["completions/clausebook.fish"],
        f"{doc}/copyright": b"License: MIT or Apache-2.0\n\n" + files["LICENSE-MIT"] + b"\n" + files["LICENSE-APACHE"],
        f"{doc}/NOTICES.txt.gz": gzip.compress(files["NOTICES.txt"], mtime=0),
        f"{doc}/clausebook.cdx.json.gz": gzip.compress(files["clausebook.cdx.json"], mtime=0),
    }
    for name, data in files.items():
        if name.startswith("man1/"):
            tree[f"{share}/man/{name}.gz"] = gzip.compress(data, mtime=0)
    size = sum(len(data) for data in tree.values()) // 1024
    control = (
        f"Package: clausebook\nVersion: {version()}\nArchitecture: {architecture}\nMaintainer: The Clausebook maintainers <noreply@example.org>\n"
        f"Installed-Size: {size}\nDepends: libc6 (>= {major}.{minor}), libgcc-s1\nSection: text\nPriority: optional\n"
        f"Description: {SUMMARY}\n Everything is traced to the clauses of the payer's specification that it meets.\n"
    )
    tree["DEBIAN/control"] = control.encode()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in tree.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(0o755 if is_program(name) and name.startswith("usr/bin") else 0o644)
        for below, folders, _ in os.walk(folder):
            Path(below).chmod(0o755)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made)}
        command = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", folder, str(path)]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return path


def host() -> str:
    found = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    return re.search(r"^host: (.*)$", found, re.MULTILINE)[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, required=True, help="the program, built for --target")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the packages")
    parser.add_argument("--target", choices=SYSTEMS, default=None, help="the system that it was built for [default: this one]")
    arguments = parser.parse_args()
    target = arguments.target or host()
    system, debian, _ = SYSTEMS[target]
    out, program = arguments.out.resolve(), arguments.program.resolve()
    out.mkdir(parents=True, exist_ok=True)
    made = made_at()
    files = contents(program, target)
    packages = [archive(files, out, system, made), wheel(program, out, target, made, files["NOTICES.txt"])]
    if debian:
        packages.append(debian_package(program, files, out, debian, made))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in packages)
    (out / f"SHA256SUMS-{system}").write_text(sums, "utf-8")
    for path in packages:
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")


if __name__ == "__main__":
    main()
