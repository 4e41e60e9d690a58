package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var yamlBlock = regexp.MustCompile("(?ms)^( *)```yaml\n(.*?)^ *```$")

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
