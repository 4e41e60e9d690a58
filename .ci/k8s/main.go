// Renders every installation as kubectl would and checks what comes out: objects meet the schemas of the Kubernetes API and of the
// operators, pods meet Pod Security restricted, and the manifests fit each other and the service.
// Usage: check <repository> <k8s directory> <output directory>
//
//	check crds                                   prints the files that define the operators' resources
//	check findings <table> <tool>*.json ...      holds what linters found against the table of answers
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/sets"
)

// installation is what is applied to a cluster: the parts of k8s/ by themselves, in this order.
type installation struct {
	name  string
	parts []string
	// What a variant changes in the files of the tree.
	edits []edit
}

type edit struct{ file, old, new string }

var (
	dev     = installation{name: "dev", parts: []string{"namespace", "overlays/dev"}}
	prod    = installation{name: "prod", parts: []string{"namespace", "database", "overlays/prod"}}
	keda    = installation{name: "keda", parts: []string{"namespace", "database", "overlays/keda"}}
	knative = installation{name: "knative", parts: []string{"namespace", "overlays/knative"}}

	// What the comments of the overlays offer.
	prodJVM = installation{name: "prod-jvm", parts: prod.parts, edits: []edit{
		{"overlays/prod/kustomization.yaml", "# - ../../components/jvm", "- ../../components/jvm"}}}
	prodGateway = installation{name: "prod-gateway", parts: prod.parts, edits: []edit{
		{"overlays/prod/kustomization.yaml", "# - ../../components/gateway", "- ../../components/gateway"}}}
	knativeJVM = installation{name: "knative-jvm", parts: knative.parts, edits: []edit{
		{"overlays/knative/kustomization.yaml", "# components:\n#   - ../../components/jvm", "components:\n  - ../../components/jvm"}}}

	installations = []installation{dev, prod, keda, knative, prodJVM, prodGateway, knativeJVM}
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "crds" {
		files, err := customResourceDefinitions()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(strings.Join(files, "\n"))
		return
	}
	if len(os.Args) > 3 && os.Args[1] == "findings" {
		checkFindings(os.Args[2], os.Args[3:])
		return
	}
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: check <repository> <k8s directory> <output directory> | check crds")
		os.Exit(64)
	}
	repository, manifests, output := os.Args[1], os.Args[2], os.Args[3]
	failures := 0
	for _, installation := range installations {
		objects, problems := check(repository, manifests, installation)
		if objects != nil {
			if err := objects.write(filepath.Join(output, installation.name+".yaml")); err != nil {
				problems = append(problems, err.Error())
			}
			fmt.Printf("%s: %d objects, %d problems\n", installation.name, len(objects.all), len(problems))
		}
		for _, problem := range problems {
			fmt.Printf("  %s: %s\n", installation.name, problem)
		}
		failures += len(problems)
	}
	pages, err := filepath.Glob(filepath.Join(repository, "docs", "*.md"))
	if err != nil {
		panic(err)
	}
	others := checkDocuments(pages...)
	if service, err := readApplication(repository); err != nil {
		others = append(others, err.Error())
	} else {
		others = append(others, checkInstalled(service.operations)...)
		others = append(others, checkCompose(repository, service)...)
		files := tracked(repository)
		others = append(others, checkCoordinates(service, files...)...)
		others = append(others, checkImages(slices.DeleteFunc(files, func(file string) bool {
			return !strings.Contains(file, "/Dockerfile.") && !strings.HasSuffix(file, ".yaml")
		})...)...)
	}
	fmt.Printf("documents, images, compose.yaml: %d pages, %d problems\n", len(pages), len(others))
	for _, problem := range others {
		fmt.Println("  " + problem)
	}
	failures += len(others)
	if failures > 0 {
		os.Exit(1)
	}
}

func checkFindings(table string, files []string) {
	text, err := os.ReadFile(table)
	if err != nil {
		panic(err)
	}
	found, ran, err := readFindings(files)
	if err != nil {
		panic(err)
	}
	answers := readAnswers(string(text))
	problems := unanswered(found, answers, ran)
	for _, problem := range problems {
		fmt.Println("  " + problem)
	}
	fmt.Printf("findings of %s: %d, %d problems\n", strings.Join(sets.List(ran), ", "), len(found), len(problems))
	if len(problems) > 0 || len(answers) == 0 {
		os.Exit(1)
	}
}

// tracked are the files of the repository, those included that are new.
func tracked(repository string) []string {
	listed, err := exec.Command("git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		panic(err)
	}
	var files []string
	for _, file := range strings.Split(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		files = append(files, filepath.Join(repository, file))
	}
	return files
}

// check is everything there is to say against one installation.
func check(repository, manifests string, installation installation) (*objects, []string) {
	manifests, err := edited(manifests, installation.edits)
	if err != nil {
		return nil, []string{err.Error()}
	}
	found, problems, err := render(manifests, installation.parts)
	if err != nil {
		return nil, []string{err.Error()}
	}
	service, err := readApplication(repository)
	if err != nil {
		return nil, []string{err.Error()}
	}
	for _, assertion := range []func(*objects, *application) []string{
		conformity, podSecurity, hardening, arguments, published, memory, diskSpace, selectors, networkPeers, networkPaths, resolution, internet, proxies, references, ports, environment,
		readable, gracePeriod, readinessTimeout, disruption, scaling, migrations, connections, secrets, survivors, monitored, runbooks,
	} {
		problems = append(problems, assertion(found, service)...)
	}
	return found, problems
}

// edited is a copy of the manifests with these changes, or the manifests themselves if there are none.
func edited(manifests string, edits []edit) (string, error) {
	if len(edits) == 0 {
		return manifests, nil
	}
	directory, err := os.MkdirTemp("", "taskward-k8s")
	if err != nil {
		return "", err
	}
	if err := os.CopyFS(directory, os.DirFS(manifests)); err != nil {
		return "", err
	}
	for _, e := range edits {
		path := filepath.Join(directory, e.file)
		text, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		if !strings.Contains(string(text), e.old) {
			return "", fmt.Errorf("%s no longer has %q", e.file, e.old)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), e.old, e.new, 1)), 0o600); err != nil {
			return "", err
		}
	}
	return directory, nil
}
