package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const repository = "../.."

var (
	service, _ = readApplication(repository)
	newTag     = "newTag: " + service.version
	ours       = "ghcr.io/" + service.repository
)

// Each assertion is shown to fail on the one change that it is there to find.
func TestEachAssertionFindsWhatItIsThereToFind(t *testing.T) {
	for _, m := range []struct {
		of                      installation
		file, old, new, finding string
	}{
		{prod, "base/deployment.yaml", "terminationGracePeriodSeconds: 40", "terminationGracePeriodSeconds: 34", "is killed after 34 s"},
		{prod, "base/deployment.yaml", "terminationGracePeriodSeconds", "terminationGracePeriod", "unknown field"},
		{prod, "base/deployment.yaml", "  selector:\n    matchLabels:\n      app.kubernetes.io/name: taskward\n      app.kubernetes.io/component: api\n", "", "spec.selector: Required value"},
		{prod, "database/cluster.yaml", "poolMode: transaction", "poolMode: statement", "supported values: \"session\", \"transaction\""},
		{prod, "database/cluster.yaml", "walStorage:", "walStore:", "unknown field spec.walStore"},
		{prod, "database/backup.yaml", "retentionPolicy: 30d", "retentionPolicy: 30 days", "spec.retentionPolicy"},
		{prod, "database/cluster.yaml", "    kind: ClusterImageCatalog", "    kind: ConfigMap", "Only image catalogs are supported"},
		{keda, "overlays/keda/scaled-object.yaml", "  scaleTargetRef:\n    name: taskward", "  scaleTarget:\n    name: taskward", "spec.scaleTargetRef: Required value"},
		{prod, "base/deployment.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "is not restricted"},
		{prod, "base/deployment.yaml", "drop: [ALL]", "drop: [NET_RAW]", "is not restricted"},
		{prod, "base/migration.yaml", "type: RuntimeDefault", "type: Unconfined", "is not restricted"},
		{knative, "overlays/knative/service.yaml", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "is not restricted"},
		{prod, "base/deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "can write to its image"},
		{prod, "base/deployment.yaml", "      automountServiceAccountToken: false", "", "has a token for the Kubernetes API"},
		{prod, "base/deployment.yaml", "enableServiceLinks: false", "enableServiceLinks: true", "variables that Kubernetes makes up"},
		{prod, "base/deployment.yaml", "            limits:\n              memory: 256Mi\n", "            limits:\n", "no limit for memory"},
		{prod, "overlays/prod/kustomization.yaml", newTag, "newTag: 9.9.9", "which is not this version's"},
		{knative, "overlays/knative/kustomization.yaml", ours, "ghcr.io/other/taskward", "which is not this version's"},
		{dev, "overlays/dev/database.yaml", "          env:\n", "          args: [postgres, -c, \"app.password=$(POSTGRES_PASSWORD)\"]\n          env:\n", "StatefulSet/taskward-db has the secret POSTGRES_PASSWORD in its arguments"},
		{prod, "components/valkey/valkey.yaml", "@sha256:", "-alpine #", "without a digest"},
		{prodJVM, "components/jvm/kustomization.yaml", "{group: batch, kind: Job, name: taskward-migrate}", "{group: batch, kind: Job, name: other}", " runs a JVM in "},
		{knativeJVM, "components/jvm/memory.yaml", "limits/memory, value: 768Mi", "limits/memory, value: 896Mi", "Service/taskward asks for another amount of memory"},
		{prod, "base/deployment.yaml", "ephemeral-storage: 192Mi", "ephemeral-storage: 64Mi", "Deployment/taskward may have 64Mi on disk, and fills 92Mi"},
		{knative, "overlays/knative/service.yaml", "              ephemeral-storage: 192Mi\n", "", "Service/taskward may have 0 on disk"},
		{dev, "components/valkey/valkey.yaml", "            sizeLimit: 16Mi\n", "            medium: \"\"\n", "Deployment/taskward-valkey has no limit for data"},
		{prod, "overlays/prod/kustomization.yaml", newTag, "newTag: latest", "runs whatever"},
		{prod, "overlays/prod/kustomization.yaml", "newName: " + ours + "\n    " + newTag, "newName: registry.example.com:5000/taskward", "runs whatever"},
		{prod, "base/service.yaml", "  selector:\n    app.kubernetes.io/name: taskward", "  selector:\n    app.kubernetes.io/name: taskword", "Service/taskward selects no pod"},
		{prod, "base/deployment.yaml", "    matchLabels:\n      app.kubernetes.io/name: taskward", "    matchLabels:\n      app.kubernetes.io/name: other", "does not select the pods it makes"},
		{prod, "base/deployment.yaml", "            matchLabels:\n              app.kubernetes.io/name: taskward", "            matchLabels:\n              app.kubernetes.io/name: other", "spreads other pods"},
		{prod, "base/disruption-budget.yaml", "app.kubernetes.io/component: api", "app.kubernetes.io/component: apis", "PodDisruptionBudget/taskward selects no pod"},
		{prod, "base/disruption-budget.yaml", "maxUnavailable: 1", "minAvailable: 3", "lets 0 of the 3"},
		{prod, "base/disruption-budget.yaml", "maxUnavailable: 1", "maxUnavailable: 100%", "lets 3 of the 3"},
		{prod, "base/autoscaler.yaml", "minReplicas: 3", "minReplicas: 1", "lets 1 of the 1"},
		{prod, "base/autoscaler.yaml", "    name: taskward\n  # One", "    name: taskword\n  # One", "refers to Deployment/taskword"},
		{prod, "base/autoscaler.yaml", "minReplicas: 3", "minReplicas: 30", "minimum above its maximum"},
		{prod, "base/autoscaler.yaml", "maxReplicas: 12", "maxReplicas: 40", "which take fewer"},
		{prod, "database/cluster.yaml", `max_connections: "120"`, `max_connections: "80"`, "PostgreSQL takes 80"},
		{prod, "base/deployment.yaml", "progressDeadlineSeconds: 2100", "progressDeadlineSeconds: 600", "gives a rollout 600 s"},
		{prod, "base/migration.yaml", "    internal.config.kubernetes.io/needsHashSuffix: enabled\n", "    a: b\n", "Job/taskward-migrate has no hash in its name"},
		{prod, "base/migration.yaml", "          env:\n", "          envFrom: [{configMapRef: {name: taskward-database}}]\n          env:\n", "which its hash does not cover"},
		{prod, "base/migration.yaml", "action: Ignore", "action: Count", "counts a drained node as a failure"},
		{prod, "base/deployment.yaml", "spec:\n  # No replicas", "spec:\n  replicas: 2\n  # No replicas", "which its autoscaler does"},
		{keda, "overlays/keda/kustomization.yaml", "target: {kind: HorizontalPodAutoscaler, name: taskward}\n    patch: |-\n      $patch: delete", "target: {kind: HorizontalPodAutoscaler, name: taskward}\n    patch: |-", "is scaled by KEDA and"},
		{prod, "namespace/network-policies.yaml", "podSelector: {}\n  policyTypes: [Ingress, Egress]", "podSelector: {}\n  policyTypes: [Ingress]", "denies by default"},
		{prod, "components/valkey/network-policies.yaml", "              app.kubernetes.io/component: cache", "              app.kubernetes.io/component: cashe", "names pods that there are not"},
		{prod, "components/valkey/network-policies.yaml", "              app.kubernetes.io/component: api", "              app.kubernetes.io/component: migration", "Deployment/taskward may not reach Deployment/taskward-valkey"},
		{prod, "base/network-policies.yaml", "port: management", "port: metrics", "allows port"},
		{prod, "base/network-policies.yaml", "name: taskward-migrate\nspec:\n  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: taskward-migrate", "name: taskward-migrate\nspec:\n  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: migrate", "NetworkPolicy/taskward-migrate selects no pod"},
		{prod, "database/network-policies.yaml", "    matchExpressions:\n      - {key: cnpg.io/cluster, operator: Exists}", "    matchLabels:\n      app.kubernetes.io/part-of: taskward", "Job of Cluster/taskward-db may not reach Cluster/taskward-db"},
		{prod, "database/network-policies.yaml", "            matchExpressions:\n              - {key: cnpg.io/cluster, operator: Exists}", "            matchExpressions:\n              - {key: cnpg.io/jobRole, operator: Exists}", "Pooler/taskward-db-pooler may not reach Cluster/taskward-db"},
		{prod, "database/network-policies.yaml", "values: [api, migration]", "values: [migration]", "Deployment/taskward may not reach Pooler/taskward-db-pooler"},
		{prod, "overlays/prod/kustomization.yaml", "/spec/egress/0/to/0/podSelector\n        value: {matchExpressions: [{key: cnpg.io/cluster, operator: Exists}]}", "/spec/egress/0/to/0/podSelector\n        value: {matchLabels: {app.kubernetes.io/component: pooler}}", " may not reach Cluster/taskward-db"},
		{prod, "overlays/prod/kustomization.yaml", "  - certificate-network.yaml\n", "", "no ingress may reach the solver of Ingress/taskward"},
		{prod, "namespace/network-policies.yaml", "k8s-app: kube-dns", "k8s-app: core-dns", "Job of Cluster/taskward-db may not ask CoreDNS by UDP"},
		{prod, "namespace/network-policies.yaml", "        - ipBlock: {cidr: 169.254.20.10/32}\n", "", "Deployment/taskward may not ask NodeLocal DNSCache by UDP"},
		{knative, "namespace/network-policies.yaml", "          port: 5353\n        - protocol: TCP\n          port: 5353\n", "          port: 53\n        - protocol: TCP\n          port: 5353\n", "Service/taskward may not ask OpenShift's DNS by UDP"},
		{prod, "base/network-policies.yaml", "        - ipBlock:\n            cidr: ::/0\n            except: [fc00::/7, fe80::/10]\n", "", "NetworkPolicy/taskward reaches the internet by one version"},
		{knative, "overlays/knative/network-policies.yaml", "100.64.0.0/10, ", "", "NetworkPolicy/knative lets out to 100.64.1.2"},
		{prod, "base/network-policies.yaml", "except: [fc00::/7, fe80::/10]", "except: [fe80::/10]", "NetworkPolicy/taskward lets out to fd00::1"},
		{prod, "base/taskward.env", ",fc00::/7", "", "Deployment/taskward does not believe an ingress at fd00::1"},
		{knative, "overlays/knative/taskward.env", "100.64.0.0/10,", "", "Service/taskward does not believe an ingress at 100.64.1.2"},
		{prod, "base/taskward.env", "PORT=8080", "PORT=8081", "the service listens at 8081"},
		{prod, "base/deployment.yaml", "containerPort: 9000", "containerPort: 9001", "the service listens at 9000"},
		{prod, "base/deployment.yaml", "port: http\n            periodSeconds: 10", "port: web\n            periodSeconds: 10", "is probed at port web"},
		{prod, "base/service.yaml", "targetPort: management", "targetPort: metrics", "leads to port metrics"},
		{prod, "base/ingress.yaml", "name: http", "name: management", "leads to no http port"},
		{prod, "overlays/prod/kustomization.yaml", "path: /spec/tls/0/hosts/0, value: api.example.com", "path: /spec/tls/0/hosts/0, value: app.example.com", "without TLS"},
		{prod, "base/network-policies.yaml", "        - port: http\n", "        - port: management\n", "no ingress controller may reach Deployment/taskward"},
		{prodGateway, "components/gateway/route.yaml", "port: 80", "port: 9000", "HTTPRoute/taskward leads to no http port"},
		{prodGateway, "components/gateway/route.yaml", "  hostnames: [api.example.com]\n", "", "takes the requests of all hosts"},
		{prodGateway, "components/gateway/route.yaml", "parentRefs:", "parents:", "unknown field spec.parents"},
		{prodGateway, "components/gateway/kustomization.yaml", "{kind: Ingress, name: taskward}", "{kind: Ingress, name: other}", "2 ways lead to the Service"},
		{prod, "base/taskward.env", "SHUTDOWN_DELAY", "SHUTDOWN_DELAYS", "which the service does not read"},
		{prod, "base/taskward.env", "SHUTDOWN_DELAY=2s", "SHUTDOWN_DELAY=9s", "may take 41 to stop"},
		{prod, "overlays/prod/external-secrets.yaml", "        REDIS_URL:", "        REDIS_URI:", "sets REDIS_URI, which the service does not read"},
		{prod, "overlays/prod/external-secrets.yaml", "  name: taskward-keys\nspec", "  name: taskward-key\nspec", "refers to Secret/taskward-keys"},
		{knative, "overlays/knative/external-secrets.yaml", "secretKey: username", "secretKey: user", "refers to Secret/taskward-db-app username"},
		{knative, "overlays/knative/kustomization.yaml", "configurations: [name-references.yaml]", "", "refers to ConfigMap/taskward"},
		{prod, "base/deployment.yaml", "serviceAccountName: taskward", "serviceAccountName: other", "refers to ServiceAccount/other"},
		{prod, "base/deployment.yaml", "- name: DB_USER", "- name: DB_NAME", "lacks DB_USER"},
		{prod, "base/deployment.yaml", "mountPath: /etc/taskward/keys", "mountPath: /etc/taskward/key", "mounts nothing at JWT_KEYS_DIR"},
		{prod, "base/deployment.yaml", "timeoutSeconds: 3", "timeoutSeconds: 2", "gives readiness 2 s"},
		{knative, "overlays/knative/service.yaml", "readinessProbe:\n", "readinessProbe:\n            timeoutSeconds: 7\n", "refuses a timeout"},
		{knative, "overlays/knative/service.yaml", "      containers:\n", "      securityContext: {fsGroup: 65532}\n      containers:\n", "refuses a pod's securityContext"},
		{knative, "overlays/knative/service.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "is not restricted"},
		{knative, "overlays/knative/service.yaml", "defaultMode: 0444", "defaultMode: 0440", "cannot read taskward-keys"},
		{knative, "overlays/knative/taskward.env", "127.0.0.0/8,", "", "does not believe its queue proxy"},
		{knative, "overlays/knative/database.env", "sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt", "sslmode=verify-full", "has nothing to verify DATABASE_URL by"},
		{prod, "overlays/prod/database-ca.yaml", "mountPath: /etc/taskward/database-ca", "mountPath: /etc/taskward/ca", "has nothing to verify DATABASE_URL by"},
		{prod, "overlays/prod/database.env", "postgresql://taskward-db-pooler", "postgresql://taskward:secret@taskward-db-pooler", "has credentials"},
		{prod, "base/taskward.env", "PORT=8080", "PORT=8080\nMAIL_PASSWORD=abc", "has a value for MAIL_PASSWORD"},
		{prod, "base/deployment.yaml", "            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: taskward-db-app\n                  key: password", "            - name: DB_PASSWORD\n              value: abc", "has a value for DB_PASSWORD"},
		{prod, "database/pod-monitors.yaml", "cnpg.io/poolerName: taskward-db-pooler", "cnpg.io/poolerName: other", "Pooler/taskward-db-pooler has 0 monitors"},
		{prod, "database/pod-monitors.yaml", "      cnpg.io/podRole: instance\n", "", "Pooler/taskward-db-pooler has 2 monitors"},
		{prod, "database/network-policies.yaml", "port: 9127", "port: 9128", "Prometheus may not reach Pooler/taskward-db-pooler"},
		{keda, "observability/service-monitor.yaml", "port: management", "port: metrics", "ServiceMonitor/taskward asks for a port"},
		{keda, "observability/service-monitor.yaml", "component: api", "component: other", "no ServiceMonitor selects"},
		{prod, "database/rules.yaml", "operations.md#taskwarddiskfills", "operations.md#taskwarddiskfull", "TaskwardDiskFills leads to no section"},
		{prod, "observability/rules.yaml", "severity: ticket", "severity: warning", "is neither a page nor a ticket"},
		{prod, "base/kustomization.yaml", "resources:\n", "resources:\n  - ../namespace\n", "Namespace/taskward goes with its data"},
		{prod, "overlays/prod/kustomization.yaml", "resources:\n", "resources:\n  - ../../database\n", "Cluster/taskward-db goes with its data"},
		{dev, "overlays/dev/database.yaml", "serviceName: taskward-db-rw\n", "serviceName: taskward-db-rw\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n", "StatefulSet/taskward-db goes with its data"},
		{prod, "overlays/prod/kustomization.yaml", "replacements:", "secretGenerator:\n  - name: leaked\n    literals: [password=abc]\nreplacements:", "is a secret with its value"},
	} {
		t.Run(m.file+": "+m.finding, func(t *testing.T) {
			m.of.edits = append(slices.Clone(m.of.edits), edit{m.file, m.old, m.new})
			problems := checkCopy(t, m.of)
			if !strings.Contains(strings.Join(problems, "\n"), m.finding) {
				t.Errorf("not found; but: %v", problems)
			}
		})
	}
}

func TestNothingIsFoundInWhatIsThere(t *testing.T) {
	for _, installation := range installations {
		if problems := checkCopy(t, installation); len(problems) > 0 {
			t.Errorf("%s: %v", installation.name, problems)
		}
	}
}

// A Job under the name of another is refused by the API as immutable.
func TestEachMigrationHasANameOfItsOwn(t *testing.T) {
	digest := "digest: sha256:" + strings.Repeat("a", 64)
	for _, of := range []installation{prod, keda, knative} {
		overlay := of.parts[len(of.parts)-1]
		if of.name == "keda" {
			overlay = "overlays/prod"
		}
		names := map[string]string{}
		for _, changed := range []edit{
			{},
			{overlay + "/kustomization.yaml", newTag, "newTag: 9.9.9"},
			{overlay + "/kustomization.yaml", newTag, digest},
			{overlay + "/kustomization.yaml", newTag, strings.ReplaceAll(digest, "a", "b")},
			{overlay + "/database.env", "DATABASE_DIRECT_URL=postgresql://", "DATABASE_DIRECT_URL=postgresql://other."},
		} {
			if changed.file != "" {
				of.edits = []edit{changed}
			}
			found, problems := check(repository, filepath.Join(repository, "k8s"), of)
			if found == nil {
				t.Fatalf("%v: %v", changed, problems)
			}
			for _, object := range found.all {
				if object.GetKind() != "Job" {
					continue
				}
				if other, taken := names[object.GetName()]; taken {
					t.Errorf("%s: %q has the Job's name of %q", of.name, changed.new, other)
				}
				names[object.GetName()] = changed.new
			}
		}
		if len(names) != 5 {
			t.Errorf("%s: not five names: %v", of.name, names)
		}
	}
}

func TestThePageInstallsWhatWasChecked(t *testing.T) {
	if problems := checkInstalled(service.operations); len(problems) > 0 {
		t.Error(problems)
	}
	other := strings.ReplaceAll(service.operations, "/keda-", "/keda-0.")
	if problems := checkInstalled(other); len(problems) != 1 || !strings.Contains(problems[0], "/keda-2") {
		t.Errorf("not found; but: %v", problems)
	}
}

func TestEveryMentionOfTheProjectIsThatOfThePom(t *testing.T) {
	page := "docker pull " + ours + "-jvm:" + service.version + " of https://github.com/" + service.repository + "/releases\n"
	for text, finding := range map[string]string{
		page: "",
		strings.Replace(page, service.version, "9.9.9", 1):                        "9.9.9 is not",
		strings.Replace(page, ours, "ghcr.io/other/taskward", 1):                  "ghcr.io/other/taskward",
		strings.Replace(page, service.repository+"/rel", "other/taskward/rel", 1): "github.com/other/taskward",
	} {
		file := filepath.Join(t.TempDir(), "page.md")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		problems := strings.Join(checkCoordinates(service, file), "\n")
		if (finding == "") != (problems == "") || !strings.Contains(problems, finding) {
			t.Errorf("%q: %q", text, problems)
		}
	}
}

// LibreSSL, which macOS has for openssl, rejects -quiet.
func TestTheSecretsOfDevelopmentAreMadeOnMacOS(t *testing.T) {
	directory := t.TempDir()
	if err := os.CopyFS(directory, os.DirFS(filepath.Join(repository, "k8s/overlays/dev"))); err != nil {
		t.Fatal(err)
	}
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is missing")
	}
	shim := "#!/bin/sh\ncase \" $* \" in *\" -quiet \"*) echo unrecognized flag -quiet >&2; exit 1;; esac\nexec " + openssl + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(directory, "openssl"), []byte(shim), 0o700); err != nil {
		t.Fatal(err)
	}
	os.RemoveAll(filepath.Join(directory, ".secrets"))
	command := exec.Command("bash", filepath.Join(directory, "make-secrets"))
	command.Env = append(os.Environ(), "PATH="+directory+":"+os.Getenv("PATH"))
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	for file, start := range map[string]string{
		"development.pem": "-----BEGIN", "database.env": "username=", "secrets.env": "REDIS_URL=redis://:", "valkey.conf": "requirepass ",
	} {
		text, err := os.ReadFile(filepath.Join(directory, ".secrets", file))
		if err != nil || len(text) < len(start)+48 || !strings.HasPrefix(string(text), start) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestComposeFitsTheService(t *testing.T) {
	for _, m := range []struct{ file, old, new, finding string }{
		{"compose.yaml", "", "", ""},
		{"compose.yaml", ours, "ghcr.io/other/taskward", "it runs ghcr.io/other/taskward"},
		{"compose.yaml", "REDIS_URL", "REDIS_URI", "it sets REDIS_URI, which the service does not read"},
		{"compose.yaml", "replicas: 2", "replicas: 1", "does not lead to 1 replicas"},
		{"compose.yaml", "replicas: 2", "replica: 2", "additional properties 'replica' not allowed"},
		{"compose.yaml", "mem_limit: ", "memswap_limit: ", "the service has 0 MiB"},
		{"compose.yaml", "stop_grace_period: 40s", "stop_grace_period: 20s", "is killed before the"},
		{"compose.yaml", "read_only: true", "read_only: false", "has more rights"},
		{"compose.yaml", "127.0.0.1:8025:8025", "8025:8025", "mail is open to the network"},
		{"compose.yaml", "./compose/haproxy.cfg", "./compose/proxy.cfg", "mounts"},
		{"compose.yaml", "${ADMIN_EMAIL:?}", "${ADMIN:?}", "ADMIN is not in .env.example"},
		{".env.example", "ADMIN_EMAIL=", "ADMIN_MAIL=", "ADMIN_MAIL, which nothing reads"},
		{"compose/haproxy.cfg", "taskward:8080", "taskward:8081", "the proxy does not lead to 2 replicas"},
		{"compose/prometheus.yaml", "port: 9000", "port: 8080", "Prometheus does not ask the service"},
	} {
		directory := t.TempDir()
		for _, file := range []string{"compose.yaml", ".env.example", "compose/haproxy.cfg", "compose/prometheus.yaml", "k8s/base/deployment.yaml",
			"compose/grafana-dashboards.yaml", "compose/grafana-datasources.yaml", "k8s/observability/rules.yaml", "k8s/observability/taskward.json"} {
			text, err := os.ReadFile(filepath.Join(repository, file))
			if err != nil || file == m.file && !strings.Contains(string(text), m.old) {
				t.Fatalf("%+v: %v", m, err)
			}
			if file == m.file {
				text = []byte(strings.Replace(string(text), m.old, m.new, 1))
			}
			if err := os.MkdirAll(filepath.Join(directory, filepath.Dir(file)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(directory, file), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		problems := strings.Join(checkCompose(directory, service), "\n")
		if (m.finding == "") != (problems == "") || !strings.Contains(problems, m.finding) {
			t.Errorf("%+v: %q", m, problems)
		}
	}
}

func TestTheImagesAreNamedAndLabelled(t *testing.T) {
	native := "src/main/docker/Dockerfile.native"
	for changed, finding := range map[edit]string{
		{file: native}:                           "",
		{file: "src/main/docker/Dockerfile.jvm"}: "",
		{file: native, old: "static-debian13:nonroot@", new: "static-debian12:nonroot@"}:                       "runs on gcr.io/distroless/static-debian12",
		{file: native, old: "gcr.io/distroless/static-debian13:nonroot@", new: "distroless/static-debian13@"}:  "has no registry or no tag",
		{file: native, old: "@sha256:", new: " #"}:                                                             "static-debian13:nonroot has no digest",
		{file: native, old: "base.name=\"gcr.io/distroless/static", new: "base.name=\"gcr.io/distroless/base"}: "is said to be on gcr.io/distroless/base-debian13:nonroot",
		{file: native, old: "      org.opencontainers.image.licenses=\"Apache-2.0\" \\\n"}:                     "has no label licenses",
		{file: "k8s/components/valkey/valkey.yaml", old: "docker.io/valkey", new: "valkey"}:                    "has no registry",
	} {
		text, err := os.ReadFile(filepath.Join(repository, changed.file))
		if err != nil || !strings.Contains(string(text), changed.old) {
			t.Fatalf("%+v: %v", changed, err)
		}
		file := filepath.Join(t.TempDir(), filepath.Base(changed.file))
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), changed.old, changed.new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		problems := strings.Join(checkImages(file), "\n")
		if (finding == "") != (problems == "") || !strings.Contains(problems, finding) {
			t.Errorf("%+v: %q", changed, problems)
		}
	}
}

func TestAFindingNeedsAnAnswerAndAnAnswerAFinding(t *testing.T) {
	files := map[string]string{
		"kube-score-prod.json": `[{"type_meta": {"kind": "Job"}, "object_meta": {"name": "migrate-bcdfghkmt2"}, "checks": [
			{"check": {"id": "limits"}, "grade": 1, "comments": [{"summary": "none"}]},
			{"check": {"id": "probes"}, "grade": 1, "skipped": true, "comments": [{"summary": "none"}]},
			{"check": {"id": "labels"}, "grade": 10, "comments": null}]}]`,
		"kube-linter.json": `{"Reports": [{"Check": "owner", "Object": {"K8sObject": {"Name": "db", "GroupVersionKind": {"Kind": "Pod"}}}}]}`,
		"checkov.json":     `{"results": {"failed_checks": [{"check_id": "CKV_1", "check_name": "CPU", "resource": "Pod.taskward.db"}]}}`,
	}
	var written []string
	for name, text := range files {
		written = append(written, filepath.Join(t.TempDir(), name))
		if err := os.WriteFile(written[len(written)-1], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	table := "| tool | finding | objects | answer |\n|---|---|---|---|\n| kube-score | `limits: none` | Job/migrate | why |\n" +
		"| kube-linter | `owner` | all | why |\n| checkov | `CKV_1: CPU` | Pod/db | why |\n"
	for changed, finding := range map[edit]string{
		{}:                                     "",
		{old: "Job/migrate", new: "Job/other"}: "kube-score finds limits: none in Job/migrate",
		{old: "Job/migrate", new: "Job/migrate, Job/other"}: "kube-score no longer finds limits: none in Job/other",
		{old: "`owner`", new: "`email`"}:                    "kube-linter no longer finds email",
		{old: "Pod/db | why", new: "Pod/db |  "}:            "checkov finds CKV_1: CPU in Pod/db",
	} {
		found, ran, err := readFindings(written)
		if err != nil {
			t.Fatal(err)
		}
		problems := strings.Join(unanswered(found, readAnswers(strings.Replace(table, changed.old, changed.new, 1)), ran), "\n")
		if (finding == "") != (problems == "") || !strings.Contains(problems, finding) {
			t.Errorf("%+v: %q", changed, problems)
		}
	}
}

func checkCopy(t *testing.T, installation installation) []string {
	t.Helper()
	manifests := filepath.Join(t.TempDir(), "k8s")
	if err := os.CopyFS(manifests, os.DirFS(filepath.Join(repository, "k8s"))); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(installation.parts, "overlays/dev") {
		script := filepath.Join(manifests, "overlays/dev/make-secrets")
		if output, err := exec.Command("bash", script).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	}
	found, problems := check(repository, manifests, installation)
	if found == nil {
		t.Fatal(problems)
	}
	return problems
}
