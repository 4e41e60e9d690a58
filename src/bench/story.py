"""A user's story against the executable in the root directory that is named: read-only, uid 65532, no shell. See image."""

import subprocess
import sys

import bench

# As a container runtime does it: a mount namespace, /proc, /dev, a /tmp in memory, all else read-only; then no privileges.
INSIDE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c",
          'mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" '
          '&& mount -t tmpfs tmpfs "$0/tmp" && mount -o remount,bind,ro "$0" && exec "$@"']


def main(root):
    inside = [*INSIDE, root, "chroot", "--userspec=65532:65532", root]
    shell = subprocess.run([*inside, "/bin/sh", "-c", "true"], stderr=subprocess.PIPE, text=True)
    expect(shell.returncode == 127, f"no shell: {shell.stderr.strip()}")
    with bench.Postgres() as postgres:
        migration = subprocess.run(["setpriv", "--no-new-privs", *inside, "/app/taskward", "migrate"],
                                   env=bench.settings(postgres), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        expect(migration.returncode == 0, f"migrate exits 0 {migration.stdout.decode() if migration.returncode else ''}")
        service = bench.Service([*inside, "/app/taskward"], bench.settings(postgres, MIGRATE_AT_START="false"),
                                prefix=["setpriv", "--no-new-privs"])
        try:
            service.until(bench.request("GET", "/q/health/ready"))
            token, tasks, one = bench.seed(service, 100)
            expect(service.call("GET", tasks, token)[1]["meta"]["total"] == 100, "100 tasks made and listed")
            expect(service.call("PATCH", f"{tasks}/{one}/complete", token)[0] == 200, "one completed")
            expect(service.call("DELETE", f"{tasks}/{one}", token)[0] == 204, "and deleted")
            multipart(service, tasks, token)
            expect(service.call("GET", "/q/openapi?format=json")[0] == 200, "the document")
            expect(service.call("GET", tasks, "not.a.token")[0] == 401, "a bad token is refused")
            print("  runs as", uids(service))
        finally:
            service.kill()


def multipart(service, tasks, token):
    body = b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nOut of a form\r\n--b--\r\n'
    head = (f"POST {tasks} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: "
            f"multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with bench.socket.create_connection(("127.0.0.1", service.port)) as connection:
        expect(bench.exchange(connection, head + body)[0] == 201, "a multipart form")


def uids(service):
    """Of the executable, which is the only child of the process that made its namespaces."""
    children = subprocess.check_output(["ps", "-eo", "uid,args"], text=True).splitlines()
    return next(line.split()[0] for line in children if line.split()[1:2] == ["/app/taskward"])


def expect(holds, what):
    if not holds:
        raise SystemExit(f"not so: {what}")
    print(f"  {what}")


if __name__ == "__main__":
    main(sys.argv[1])
