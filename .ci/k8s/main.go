// Renders every overlay as kubectl would and checks what comes out: objects meet the schemas of the Kubernetes API and of the
// operators, pods meet Pod Security restricted, and the manifests fit each other and the service.
// Usage: check <repository> <k8s directory> <output directory>
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// Overlays, and the base by itself is none.
var overlays = []string{"dev", "prod", "keda", "knative"}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: check <repository> <k8s directory> <output directory>")
		os.Exit(64)
	}
	repository, manifests, output := os.Args[1], os.Args[2], os.Args[3]
	failures := 0
	for _, overlay := range overlays {
		objects, problems := check(repository, manifests, overlay)
		if objects != nil {
			if err := objects.write(filepath.Join(output, overlay+".yaml")); err != nil {
				problems = append(problems, err.Error())
			}
			fmt.Printf("%s: %d objects, %d problems\n", overlay, len(objects.all), len(problems))
		}
		for _, problem := range problems {
			fmt.Printf("  %s: %s\n", overlay, problem)
		}
		failures += len(problems)
	}
	pages, err := filepath.Glob(filepath.Join(repository, "docs", "*.md"))
	if err != nil {
		panic(err)
	}
	shown := checkDocuments(pages...)
	fmt.Printf("documents: %d pages, %d problems\n", len(pages), len(shown))
	for _, problem := range shown {
		fmt.Println("  " + problem)
	}
	failures += len(shown)
	if failures > 0 {
		os.Exit(1)
	}
}

// check is everything there is to say against one overlay.
func check(repository, manifests, overlay string) (*objects, []string) {
	found, problems, err := render(filepath.Join(manifests, "overlays", overlay))
	if err != nil {
		return nil, []string{err.Error()}
	}
	service, err := readApplication(repository)
	if err != nil {
		return nil, []string{err.Error()}
	}
	for _, assertion := range []func(*objects, *application) []string{
		conformity, podSecurity, hardening, selectors, networkPeers, networkPaths, references, ports, environment, readable, gracePeriod, readinessTimeout,
		disruption, scaling, migrations, connections, secrets,
	} {
		problems = append(problems, assertion(found, service)...)
	}
	return found, problems
}
