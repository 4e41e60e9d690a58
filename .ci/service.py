"""The packaged service on a PostgreSQL of its own, for the checks that call it from outside."""

import contextlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src" / "bench"))

import bench  # noqa: E402

DOCUMENT = ROOT / "target" / "openapi" / "openapi.json"
JAR = ROOT / "target" / "quarkus-app" / "quarkus-run.jar"


@contextlib.contextmanager
def running(**settings):
    """Yields the service, ready, without limits on requests. The build must have packaged it."""
    for made in (DOCUMENT, JAR):
        if not made.exists():
            sys.exit(f"{made.relative_to(ROOT)} is missing: run ./mvnw package -DskipTests first")
    with bench.Postgres() as postgres:
        service = bench.Service([shutil.which("java"), "-jar", str(JAR)], bench.settings(postgres, **settings))
        try:
            service.until(bench.request("GET", "/q/health/ready"))
            yield service
        finally:
            service.kill()
