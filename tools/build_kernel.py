"""Compile the C kernels while the package is built, where a C compiler is at hand.

Without one nothing is compiled and `plon.lifetime` computes with NumPy: slower, equal results.
The library is plain C called through ctypes, so it fits every Python version.
"""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src/plon/lifetime/kernel")
FLAGS = [
    "-O3",
    "-std=c11",
    "-fPIC",
    "-shared",
    "-fno-math-errno",
    "-ffp-contract=off",
    "-Wall",
    "-Wextra",
]


class KernelHook(BuildHookInterface[Any]):
    """Hatchling calls this before it packs; the library lands beside its source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":  # what is built of the source elsewhere compiles its own
            return
        library = compile_kernel(Path(self.root))
        if library is not None and version == "standard":
            build_data["artifacts"].append(str(library.relative_to(self.root)))
            build_data["pure_python"] = False
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{platform}"


def compile_kernel(root: Path) -> Path | None:
    """Return the compiled library's path; None without a compiler or with PLON_NO_KERNEL set."""
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    sources = sorted((root / FOLDER).glob("*.c"))
    if compiler is None or not sources or os.environ.get("PLON_NO_KERNEL"):
        return None
    library = root / FOLDER / "libplon.so"
    draft = library.with_suffix(f".{os.getpid()}.so")
    command = [compiler, *FLAGS, *map(str, sources), "-o", str(draft), "-lm"]
    if subprocess.run(command, check=False).returncode != 0:
        return None
    draft.replace(library)
    return library


if __name__ == "__main__":
    print(compile_kernel(Path.cwd()) or "no C compiler: NumPy will do")
