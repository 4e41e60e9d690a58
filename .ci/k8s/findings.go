package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/sets"
)

// finding is what a linter has to say against an object. Its name is without the hash that changes with each version.
type finding struct{ tool, check, object string }

// answer is a row of findings.md: it applies to these objects, or to all.
type answer struct {
	tool, check string
	objects     []string
	used        bool
}

// readAnswers takes the rows of a table whose columns are tool, finding, objects and answer.
func readAnswers(text string) []*answer {
	var result []*answer
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) != 4 || cells[0] == "tool" || strings.TrimSpace(cells[3]) == "" {
			continue
		}
		result = append(result, &answer{tool: cells[0], check: strings.Trim(cells[1], "`"), objects: strings.Split(cells[2], ", ")})
	}
	return result
}

// unanswered are the findings without an answer, and the answers without a finding of a tool that has run.
func unanswered(found []finding, answers []*answer, ran sets.Set[string]) []string {
	problems := sets.New[string]()
	for _, f := range found {
		row := slices.IndexFunc(answers, func(a *answer) bool {
			return a.tool == f.tool && a.check == f.check && (a.objects[0] == "all" || slices.Contains(a.objects, f.object))
		})
		if row < 0 {
			problems.Insert(fmt.Sprintf("%s finds %s in %s", f.tool, f.check, f.object))
		} else {
			answers[row].used = true
		}
	}
	for _, a := range answers {
		if !a.used && ran.Has(a.tool) {
			problems.Insert(fmt.Sprintf("%s no longer finds %s: its answer can go", a.tool, a.check))
		}
		for _, object := range a.objects {
			if a.used && object != "all" && !slices.ContainsFunc(found, func(f finding) bool {
				return f.tool == a.tool && f.check == a.check && f.object == object
			}) {
				problems.Insert(fmt.Sprintf("%s no longer finds %s in %s", a.tool, a.check, object))
			}
		}
	}
	return sets.List(problems)
}

// readFindings of the files <tool>*.json, each as its tool writes it.
func readFindings(files []string) (found []finding, ran sets.Set[string], err error) {
	ran = sets.New[string]()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		base := file[strings.LastIndex(file, "/")+1:]
		for tool, read := range map[string]func([]byte) ([]finding, error){"kube-score": kubeScore, "kube-linter": kubeLinter, "checkov": checkov} {
			if strings.HasPrefix(base, tool) {
				some, err := read(text)
				if err != nil {
					return nil, nil, fmt.Errorf("%s: %w", base, err)
				}
				ran.Insert(tool)
				found = append(found, some...)
			}
		}
	}
	return found, ran, nil
}

func object(kind, name string) string {
	return kind + "/" + hashed.ReplaceAllString(name, "")
}

func kubeScore(text []byte) (found []finding, err error) {
	var scores []struct {
		Type   struct{ Kind string } `json:"type_meta"`
		Object struct{ Name string } `json:"object_meta"`
		Checks []struct {
			Check    struct{ ID string }
			Grade    int
			Skipped  bool
			Comments []struct{ Summary string }
		}
	}
	err = json.Unmarshal(text, &scores)
	for _, score := range scores {
		for _, c := range score.Checks {
			// 10 is the best; 7 is "almost".
			if c.Skipped || c.Grade >= 10 {
				continue
			}
			for _, comment := range c.Comments {
				found = append(found, finding{"kube-score", c.Check.ID + ": " + comment.Summary, object(score.Type.Kind, score.Object.Name)})
			}
		}
	}
	return found, err
}

func kubeLinter(text []byte) (found []finding, err error) {
	var report struct {
		Reports []struct {
			Check  string
			Object struct {
				K8sObject struct {
					Name             string
					GroupVersionKind struct{ Kind string }
				}
			}
		}
	}
	err = json.Unmarshal(text, &report)
	for _, r := range report.Reports {
		found = append(found, finding{"kube-linter", r.Check, object(r.Object.K8sObject.GroupVersionKind.Kind, r.Object.K8sObject.Name)})
	}
	return found, err
}

func checkov(text []byte) (found []finding, err error) {
	var report struct {
		Results struct {
			Failed []struct {
				ID       string `json:"check_id"`
				Name     string `json:"check_name"`
				Resource string
			} `json:"failed_checks"`
		}
	}
	err = json.Unmarshal(text, &report)
	for _, f := range report.Results.Failed {
		parts := strings.SplitN(f.Resource, ".", 3)
		found = append(found, finding{"checkov", f.ID + ": " + f.Name, object(parts[0], parts[len(parts)-1])})
	}
	return found, err
}
