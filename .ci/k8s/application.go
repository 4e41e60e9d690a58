package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// application is what the service's own sources say about how it is configured and stopped.
type application struct {
	properties map[string]string
	variables  map[string]bool
	documented map[string]bool
	// Of pom.xml: the version, and the owner and name of the repository.
	version, repository string
	// docs/operations.md, and its sections.
	operations string
	runbooks   map[string]bool
}

var (
	pomVersion    = regexp.MustCompile(`(?m)^  <version>(.+)</version>$`)
	pomRepository = regexp.MustCompile(`(?m)^  <url>https://github.com/(.+)</url>$`)
	expression    = regexp.MustCompile(`\$\{([A-Z][A-Z0-9_]+)(?::([^}]*))?}`)
	literal       = regexp.MustCompile(`"([A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT)"`)
	inTable       = regexp.MustCompile("`([A-Z][A-Z0-9_]+)`")
	isoSeconds    = regexp.MustCompile(`^PT([0-9.]+)S$`)
)

func readApplication(repository string) (*application, error) {
	a := &application{properties: map[string]string{}, variables: map[string]bool{}, documented: map[string]bool{}}
	pom, err := os.ReadFile(filepath.Join(repository, "pom.xml"))
	if err != nil {
		return nil, err
	}
	version, home := pomVersion.FindSubmatch(pom), pomRepository.FindSubmatch(pom)
	if version == nil || home == nil {
		return nil, errors.New("pom.xml has no version or no url of the repository")
	}
	a.version, a.repository = string(version[1]), string(home[1])
	operations, err := os.ReadFile(filepath.Join(repository, "docs/operations.md"))
	if err != nil {
		return nil, err
	}
	a.operations, a.runbooks = string(operations), anchors(string(operations))
	text, err := os.ReadFile(filepath.Join(repository, "src/main/resources/application.properties"))
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if key, value, found := strings.Cut(line, "="); found && !strings.HasPrefix(line, "#") {
			// Of a profile that production does not have there is nothing to know.
			if !strings.HasPrefix(key, "%") || strings.HasPrefix(key, "%prod.") {
				a.properties[strings.TrimPrefix(key, "%prod.")] = value
			}
		}
	}
	a.collect(expression, string(text), a.variables)
	sources := filepath.Join(repository, "src/main/java/dev/taskward/config")
	if err := filepath.WalkDir(sources, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		a.collect(literal, string(text), a.variables)
		return err
	}); err != nil {
		return nil, err
	}
	configuration, err := os.ReadFile(filepath.Join(repository, "docs/configuration.md"))
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(configuration), "\n") {
		if strings.HasPrefix(line, "| `") {
			a.collect(inTable, line, a.documented)
		}
	}
	return a, nil
}

func (a *application) collect(pattern *regexp.Regexp, text string, names map[string]bool) {
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		names[match[1]] = true
	}
}

// value is what a property comes to under these variables.
func (a *application) value(property string, variables map[string]string) string {
	return expression.ReplaceAllStringFunc(a.properties[property], func(text string) string {
		match := expression.FindStringSubmatch(text)
		if value, set := variables[match[1]]; set {
			return value
		}
		return match[2]
	})
}

func (a *application) number(property string, variables map[string]string) int {
	number, err := strconv.Atoi(a.value(property, variables))
	if err != nil {
		panic(fmt.Sprintf("%s is no number: %v", property, err))
	}
	return number
}

func (a *application) seconds(property string, variables map[string]string) float64 {
	value := a.value(property, variables)
	if match := isoSeconds.FindStringSubmatch(value); match != nil {
		value = match[1] + "s"
	}
	duration, err := time.ParseDuration(value)
	if err != nil {
		panic(fmt.Sprintf("%s is no duration: %v", property, err))
	}
	return duration.Seconds()
}
