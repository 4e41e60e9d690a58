package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/yaml"
)

var (
	offered = regexp.MustCompile(`(?m)^#?([A-Z_]+)=(.*)$`)
	wanted  = regexp.MustCompile(`\$\{([A-Z_]+)`)
	servers = regexp.MustCompile(`server-template taskward (\d+) taskward:(\d+) `)
	scraped = regexp.MustCompile(`names: \[taskward\]\s+type: A\s+port: (\d+)`)
)

// checkCompose holds compose.yaml and its files against the service, as the overlays are.
func checkCompose(directory string, a *application) []string {
	read := func(file string) string {
		text, err := os.ReadFile(filepath.Join(directory, file))
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	var problems []string
	report := func(format string, arguments ...any) {
		problems = append(problems, fmt.Sprintf("compose.yaml: "+format, arguments...))
	}

	text, environment := read("compose.yaml"), types.Mapping{}
	for _, match := range offered.FindAllStringSubmatch(read(".env.example"), -1) {
		environment[match[1]] = match[2]
		if match[2] == "" {
			environment[match[1]] = "filled in"
		}
		if !strings.Contains(text, "${"+match[1]) {
			report(".env.example has %s, which nothing reads", match[1])
		}
	}
	for _, match := range wanted.FindAllStringSubmatch(text, -1) {
		if _, offers := environment[match[1]]; !offers {
			report("%s is not in .env.example", match[1])
		}
	}
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{WorkingDir: directory, Environment: environment,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(directory, "compose.yaml"), Content: []byte(text)}}})
	if err != nil {
		return append(problems, "compose.yaml: "+err.Error())
	}
	for _, service := range project.Services {
		for _, volume := range service.Volumes {
			if _, err := os.Stat(volume.Source); volume.Type == types.VolumeTypeBind && err != nil {
				report("%s mounts %s, which there is not", service.Name, volume.Source)
			}
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				report("%s is open to the network at %s", service.Name, port.Published)
			}
		}
	}
	service := project.Services["taskward"]
	if service.Image != "ghcr.io/"+a.repository+":"+a.version {
		report("it runs %s", service.Image)
	}
	variables := map[string]string{}
	for variable, value := range service.Environment {
		if !a.variables[variable] || !a.documented[variable] {
			report("it sets %s, which the service does not read or docs/configuration.md does not list", variable)
		}
		if value != nil {
			variables[variable] = *value
		}
	}
	var deployment appsv1.Deployment
	if err := yaml.Unmarshal([]byte(read("k8s/base/deployment.yaml")), &deployment); err != nil {
		report("%v", err)
	} else if limit := deployment.Spec.Template.Spec.Containers[0].Resources.Limits.Memory(); int64(service.MemLimit) != limit.Value() {
		report("the service has %d MiB, and %s in k8s/base", service.MemLimit>>20, limit)
	}
	needed := a.seconds("quarkus.shutdown.delay", variables) + a.seconds("quarkus.shutdown.timeout", variables) + lastSeconds
	if service.StopGracePeriod == nil || float64(*service.StopGracePeriod)/1e9 <= needed {
		report("the service is killed before the %.0f s in which it stops", needed)
	}
	if !service.ReadOnly || !slices.Contains(service.CapDrop, "ALL") || service.User != "65532:65532" {
		report("the service has more rights than in k8s/base")
	}
	replicas := 1
	if service.Deploy != nil && service.Deploy.Replicas != nil {
		replicas = *service.Deploy.Replicas
	}
	proxy := servers.FindStringSubmatch(read("compose/haproxy.cfg"))
	if replicas < 2 || proxy == nil || proxy[1] < fmt.Sprint(replicas) || proxy[2] != fmt.Sprint(a.number("quarkus.http.port", variables)) {
		report("the proxy does not lead to %d replicas of the service: %v", replicas, proxy)
	}
	if target := scraped.FindStringSubmatch(read("compose/prometheus.yaml")); target == nil ||
		target[1] != fmt.Sprint(a.number("quarkus.management.port", variables)) {
		report("Prometheus does not ask the service: %v", target)
	}
	return problems
}
