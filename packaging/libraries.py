#!/usr/bin/env python3
"""What the program is made of: the notices of its libraries, and a bill of materials (CycloneDX 1.5).

    packaging/libraries.py notices > NOTICES.txt
    packaging/libraries.py bill-of-materials > clausebook.cdx.json

Both come from `cargo metadata` and the sources that Cargo has on this computer, for the libraries of one target (--target). The same
Cargo.lock gives the same bytes.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# As the files of licenses and notices are called, in any case and with any ending.
NOTICE_NAMES = ("license", "licence", "copying", "notice", "copyright", "unlicense")


def metadata(target: str) -> dict:
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def libraries(data: dict) -> list[dict]:
    """Everything that is linked into the program, sorted by name and version: what only tests and build scripts need is left out."""
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    packages = {package["id"]: package for package in data["packages"]}
    root = data["resolve"]["root"]
    found, open_ids = set(), [root]
    while open_ids:
        here = open_ids.pop()
        if here in found:
            continue
        found.add(here)
        for dependency in nodes[here]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                open_ids.append(dependency["pkg"])
    found.discard(root)
    return sorted((packages[one] for one in found), key=lambda one: (one["name"], one["version"]))


def notice_files(package: dict) -> list[Path]:
    folder = Path(package["manifest_path"]).parent
    named = [path for path in folder.iterdir() if path.is_file() and path.name.lower().startswith(NOTICE_NAMES)]
    if package.get("license_file"):
        named.append(folder / package["license_file"])
    return sorted({path.resolve() for path in named if path.exists()})


def notices(packages: list[dict]) -> str:
    """Each text once, below the names of all libraries that have it."""
    of_text: dict[str, list[str]] = {}
    without = []
    for package in packages:
        name = f"{package['name']} {package['version']} ({package['license'] or 'see its license'})"
        files = notice_files(package)
        if not files:
            without.append(name)
        for file in files:
            text = "\n".join(line.rstrip() for line in file.read_text("utf-8", "replace").splitlines()).strip()
            names = of_text.setdefault(text, [])
            if name not in names:
                names.append(name)
    parts = [
        "Clausebook is distributed under the MIT License or the Apache License 2.0, at your option.",
        "It contains the libraries below, each under its own license.",
    ]
    for text, names in sorted(of_text.items(), key=lambda item: item[1]):
        parts.append("\n".join(["=" * 78, *names, "=" * 78, "", text]))
    fonts = (ROOT / "templates/pdf/fonts/OFL.txt").read_text("utf-8").strip()
    parts.append("\n".join(["=" * 78, "The fonts in the program: Source Sans 3 and Clausebook Form Sans", "=" * 78, "", fonts]))
    if without:
        heading = "These have no file of a license in their source; the license that they name is beside each:"
        parts.append("\n".join(["=" * 78, heading, *without]))
    return "\n\n".join(parts) + "\n"


def checksum(package: dict, lock: str) -> str | None:
    block = f'name = "{package["name"]}"\nversion = "{package["version"]}"\n'
    at = lock.find(block)
    if at < 0:
        return None
    entry = lock[at:].split("\n\n", 1)[0]
    lines = [line for line in entry.splitlines() if line.startswith("checksum = ")]
    return lines[0].split('"')[1] if lines else None


def bill_of_materials(data: dict, packages: list[dict]) -> str:
    root = next(one for one in data["packages"] if one["id"] == data["resolve"]["root"])
    lock = (ROOT / "Cargo.lock").read_text("utf-8")

    def component(package: dict, kind: str) -> dict:
        url = f"pkg:cargo/{package['name']}@{package['version']}"
        found = {"type": kind, "bom-ref": url, "name": package["name"], "version": package["version"], "purl": url}
        if package["license"]:
            found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        digest = checksum(package, lock)
        if digest:
            found["hashes"] = [{"alg": "SHA-256", "content": digest}]
        return found

    refs = {one["id"]: f"pkg:cargo/{one['name']}@{one['version']}" for one in [root, *packages]}
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    depends = [
        {"ref": ref, "dependsOn": sorted({refs[dep["pkg"]] for dep in nodes[one]["deps"] if dep["pkg"] in refs})}
        for one, ref in sorted(refs.items(), key=lambda item: item[1])
    ]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(root, "application")},
        "components": [component(package, "library") for package in packages],
        "dependencies": depends,
    }
    return json.dumps(bill, indent=2) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["notices", "bill-of-materials"])
    parser.add_argument("--target", default="x86_64-unknown-linux-gnu")
    arguments = parser.parse_args()
    data = metadata(arguments.target)
    packages = libraries(data)
    made = notices(packages) if arguments.what == "notices" else bill_of_materials(data, packages)
    sys.stdout.buffer.write(made.encode("utf-8"))


if __name__ == "__main__":
    main()
