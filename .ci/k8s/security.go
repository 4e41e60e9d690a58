package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// podSecurity asks what the admission controller of a namespace with enforce: restricted asks, by its own code.
func podSecurity(o *objects, _ *application) []string {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return []string{err.Error()}
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	var problems []string
	for _, p := range o.pods {
		if p.foreign {
			continue
		}
		result := policy.AggregateCheckResults(evaluator.EvaluatePod(restricted, &p.meta, &p.spec))
		if !result.Allowed {
			problems = append(problems, p.owner+" is not restricted: "+result.ForbiddenDetail())
		}
	}
	return problems
}

// hardening is what we ask beyond that.
func hardening(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.pods {
		if p.foreign {
			continue
		}
		if p.spec.AutomountServiceAccountToken == nil || *p.spec.AutomountServiceAccountToken {
			problems = append(problems, p.owner+" has a token for the Kubernetes API")
		}
		if p.spec.EnableServiceLinks == nil || *p.spec.EnableServiceLinks {
			problems = append(problems, p.owner+" gets variables that Kubernetes makes up")
		}
		for _, c := range p.spec.Containers {
			if c.SecurityContext == nil || c.SecurityContext.ReadOnlyRootFilesystem == nil ||
				!*c.SecurityContext.ReadOnlyRootFilesystem {
				problems = append(problems, p.owner+" can write to its image")
			}
			if c.Resources.Requests.Memory().IsZero() || c.Resources.Limits.Memory().IsZero() {
				problems = append(problems, p.owner+" has no request or no limit for memory")
			}
			if _, tag, digest := image(c.Image); digest == "" && (tag == "" || tag == "latest") {
				problems = append(problems, p.owner+" runs whatever "+c.Image+" is today")
			} else if digest == "" && !isService(c) && !o.isDevelopment() {
				problems = append(problems, p.owner+" runs "+c.Image+" without a digest")
			}
		}
	}
	return problems
}

var inArgument = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)

// arguments hold no secret: any process on the node can read them.
func arguments(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.pods {
		for _, c := range p.spec.Containers {
			for _, argument := range inArgument.FindAllStringSubmatch(strings.Join(append(c.Command, c.Args...), " "), -1) {
				if slices.ContainsFunc(c.Env, func(variable corev1.EnvVar) bool {
					return variable.Name == argument[1] && variable.ValueFrom != nil && variable.ValueFrom.SecretKeyRef != nil
				}) {
					problems = append(problems, p.owner+" has the secret "+argument[1]+" in its arguments")
				}
			}
		}
	}
	return problems
}

// published is the image that runs anywhere but in development: the one that a release of this version has made.
func published(o *objects, a *application) []string {
	var problems []string
	for _, p := range o.ours() {
		repository, tag, digest := image(p.spec.Containers[0].Image)
		if !o.isDevelopment() && (strings.TrimSuffix(repository, "-jvm") != "ghcr.io/"+a.repository || digest == "" && tag != a.version) {
			problems = append(problems, p.owner+" runs "+p.spec.Containers[0].Image+", which is not this version's")
		}
	}
	return problems
}

// What the JVM image was measured to need (k8s/components/jvm/memory.yaml).
var jvmMemory = resource.MustParse("768Mi")

// memory is enough for the image, and what is asked for is what is allowed: a pod above its request is evicted first.
func memory(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.ours() {
		container := p.spec.Containers[0]
		repository, _, _ := image(container.Image)
		limit, request := container.Resources.Limits.Memory(), container.Resources.Requests.Memory()
		if strings.HasSuffix(repository, "-jvm") && limit.Cmp(jvmMemory) < 0 {
			problems = append(problems, p.owner+" runs a JVM in "+limit.String())
		}
		if !limit.Equal(*request) {
			problems = append(problems, p.owner+" asks for another amount of memory than it may have")
		}
	}
	return problems
}

// containerLogs are what the kubelet keeps of a container's output before it rotates: containerLogMaxFiles of containerLogMaxSize, and
// one that it has not looked at yet.
var containerLogs = resource.MustParse("60Mi")

// diskSpace is enough for a container's log and its directories on disk, else an eviction follows.
func diskSpace(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.pods {
		if p.foreign {
			continue
		}
		var needed resource.Quantity
		for _, v := range p.spec.Volumes {
			if v.EmptyDir != nil && v.EmptyDir.Medium != corev1.StorageMediumMemory {
				if v.EmptyDir.SizeLimit == nil {
					problems = append(problems, p.owner+" has no limit for "+v.Name)
					continue
				}
				needed.Add(*v.EmptyDir.SizeLimit)
			}
		}
		var allowed resource.Quantity
		for _, c := range p.spec.Containers {
			needed.Add(containerLogs)
			allowed.Add(*c.Resources.Limits.StorageEphemeral())
		}
		if allowed.Cmp(needed) < 0 {
			problems = append(problems, fmt.Sprintf("%s may have %s on disk, and fills %s", p.owner, allowed.String(), needed.String()))
		}
	}
	return problems
}

var (
	secretName  = regexp.MustCompile(`(?i)(password|secret|private_?key|token|credential)`)
	credentials = regexp.MustCompile(`://[^/@\s]*:[^/@\s{]+@|-----BEGIN`)
)

// secrets may be named and never be there; those of dev are made at random where they are used.
func secrets(o *objects, _ *application) []string {
	var problems []string
	for _, object := range o.all {
		kind := object.GetKind()
		if kind == "Secret" {
			if object.GetNamespace() != "taskward" || !o.isDevelopment() {
				problems = append(problems, name(object)+" is a secret with its value")
			}
			continue
		}
		walk(object.Object, func(key, value string) {
			if credentials.MatchString(value) {
				problems = append(problems, name(object)+" has credentials in "+key)
			}
		})
	}
	for _, c := range o.configMaps {
		for key, value := range c.Data {
			if secretName.MatchString(key) && value != "" {
				problems = append(problems, "ConfigMap/"+c.Name+" has a value for "+key)
			}
		}
	}
	for _, p := range o.pods {
		for _, container := range p.spec.Containers {
			for _, variable := range container.Env {
				if secretName.MatchString(variable.Name) && variable.Value != "" {
					problems = append(problems, fmt.Sprintf("%s has a value for %s", p.owner, variable.Name))
				}
			}
		}
	}
	return problems
}

// isDevelopment tells the overlay whose secrets are generated by its own PostgreSQL.
func (o *objects) isDevelopment() bool {
	return o.find("StatefulSet", "taskward-db") != nil
}

func walk(value any, visit func(key, value string)) {
	var descend func(key string, value any)
	descend = func(key string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for k, child := range v {
				descend(k, child)
			}
		case []any:
			for _, child := range v {
				descend(key, child)
			}
		case string:
			visit(key, v)
		}
	}
	descend("", value)
}
