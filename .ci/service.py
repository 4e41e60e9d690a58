"""The packaged service on a PostgreSQL of its own, for the checks that call it from outside."""

import contextlib
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src" / "bench"))

import bench  # noqa: E402

# Not target/openapi, where a test run leaves the document with the resources of the tests in it.
DOCUMENT = ROOT / "target" / "packaged-openapi.json"
JAR = ROOT / "target" / "quarkus-app" / "quarkus-run.jar"


@contextlib.contextmanager
def running(**settings):
    """Yields the service, ready, without limits on requests, with its document in DOCUMENT. The build must have packaged it."""
    if not JAR.exists():
        sys.exit(f"{JAR.relative_to(ROOT)} is missing: run ./mvnw package -DskipTests first")
    with bench.Postgres() as postgres:
        service = bench.Service([shutil.which("java"), "-jar", str(JAR)], bench.settings(postgres, **settings))
        try:
            service.until(bench.request("GET", "/q/health/ready"))
            DOCUMENT.write_text(json.dumps(service.call("GET", "/q/openapi?format=json")[1]))
            yield service
        finally:
            service.kill()
