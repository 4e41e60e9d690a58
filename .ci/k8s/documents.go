package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var yamlBlock = regexp.MustCompile("(?ms)^( *)```yaml\n(.*?)^ *```$")

var home = regexp.MustCompile(`(?:ghcr\.io|github\.com)/([\w.-]+/taskward)(?:-jvm)?\b(?::(\d[\w.-]*\w))?`)

// checkCoordinates holds what files say about the repository's address and its images against pom.xml.
func checkCoordinates(service *application, files ...string) []string {
	var problems []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, "_test.go") {
			// Deleted and not yet committed, or full of mistakes on purpose.
			continue
		}
		for _, match := range home.FindAllStringSubmatch(string(text), -1) {
			if match[1] != service.repository || match[2] != "" && match[2] != service.version {
				problems = append(problems, filepath.Base(file)+": "+match[0]+" is not "+service.repository+" "+service.version)
			}
		}
	}
	return problems
}

// checkDocuments holds the manifests that a page shows, which are there to be copied, against the schemas of their kinds.
func checkDocuments(pages ...string) []string {
	var problems []string
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			return []string{err.Error()}
		}
		shown := &objects{}
		for _, block := range yamlBlock.FindAllStringSubmatch(string(text), -1) {
			content := regexp.MustCompile("(?m)^"+block[1]).ReplaceAllString(block[2], "")
			for _, manifest := range regexp.MustCompile(`(?m)^---$`).Split(content, -1) {
				if !strings.Contains(manifest, "apiVersion:") {
					continue
				}
				if err := shown.add([]byte(manifest)); err != nil {
					problems = append(problems, filepath.Base(page)+": "+err.Error())
				}
			}
		}
		for _, problem := range conformity(shown, nil) {
			problems = append(problems, filepath.Base(page)+": "+problem)
		}
	}
	return problems
}
