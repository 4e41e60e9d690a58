package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// unpinned are the images whose digest could not be looked up yet: .ci/pin-images does where the registries are reachable.
var unpinned = []string{
	"quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25",
	"docker.io/library/postgres:17.12",
}

var (
	imageLine = regexp.MustCompile(`(?m)^ *(?:FROM|image:) +(\S+/\S+)`)
	label     = regexp.MustCompile(`org\.opencontainers\.image\.([a-z.]+)="([^"]+)"`)
	needed    = []string{"title", "description", "url", "source", "documentation", "licenses", "base.name", "version", "revision", "created"}
)

// checkImages holds that images of others are named by registry, tag and digest, and that ours say what they are.
func checkImages(files ...string) []string {
	var problems []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		text, base := string(content), filepath.Base(file)
		for _, match := range imageLine.FindAllStringSubmatch(text, -1) {
			repository, tag, digest := image(match[1])
			if strings.Contains(repository, "/taskward") {
				continue
			}
			if tag == "" || !strings.Contains(strings.SplitN(repository, "/", 2)[0], ".") {
				problems = append(problems, base+": "+match[1]+" has no registry or no tag")
			}
			if (digest == "") != slices.Contains(unpinned, match[1]) {
				problems = append(problems, base+": "+match[1]+" has no digest (.ci/pin-images)")
			}
		}
		if !strings.HasPrefix(base, "Dockerfile.") {
			continue
		}
		last := imageLine.FindAllStringSubmatch(text, -1)
		repository, tag, _ := image(last[len(last)-1][1])
		if !strings.HasSuffix(repository, "-debian13") {
			problems = append(problems, base+" runs on "+repository)
		}
		labels := map[string]string{}
		for _, match := range label.FindAllStringSubmatch(text, -1) {
			labels[match[1]] = match[2]
		}
		for _, name := range needed {
			if labels[name] == "" {
				problems = append(problems, base+" has no label "+name)
			}
		}
		if labels["base.name"] != repository+":"+tag {
			problems = append(problems, fmt.Sprintf("%s is said to be on %s, and is on %s:%s", base, labels["base.name"], repository, tag))
		}
	}
	return problems
}
