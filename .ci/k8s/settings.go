package main

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// keys of a Secret: as generated, as External Secrets will make it, or as CloudNativePG does. All is true of one whose keys
// are known to the store alone.
func (o *objects) keys(secret string) (keys []string, all, exists bool) {
	for _, s := range o.secrets {
		if s.Name == secret {
			for key := range s.Data {
				keys = append(keys, key)
			}
			for key := range s.StringData {
				keys = append(keys, key)
			}
			return keys, false, true
		}
	}
	if external := o.find("ExternalSecret", secret); external != nil {
		if template, found, _ := unstructured.NestedStringMap(external.Object, "spec", "target", "template", "data"); found {
			for key := range template {
				keys = append(keys, key)
			}
			return keys, false, true
		}
		list, found, _ := unstructured.NestedSlice(external.Object, "spec", "data")
		for _, entry := range list {
			keys = append(keys, entry.(map[string]any)["secretKey"].(string))
		}
		return keys, !found, true
	}
	for suffix, made := range map[string][]string{"-app": {"username", "password"}, "-ca": {"ca.crt"}} {
		if cluster, is := strings.CutSuffix(secret, suffix); is && o.find("Cluster", cluster) != nil {
			return made, false, true
		}
	}
	return nil, false, false
}

// references lead to what there is.
func references(o *objects, _ *application) []string {
	var problems []string
	missing := func(owner, kind, name, key string) {
		problems = append(problems, strings.TrimSpace(fmt.Sprintf("%s refers to %s/%s %s, which there is not", owner, kind, name, key)))
	}
	secret := func(owner, name, key string) {
		keys, all, exists := o.keys(name)
		if !exists || key != "" && !all && !slices.Contains(keys, key) {
			missing(owner, "Secret", name, key)
		}
	}
	for _, p := range o.pods {
		if p.spec.ServiceAccountName != "" && o.find("ServiceAccount", p.spec.ServiceAccountName) == nil {
			missing(p.owner, "ServiceAccount", p.spec.ServiceAccountName, "")
		}
		for _, v := range p.spec.Volumes {
			if v.Secret != nil {
				secret(p.owner, v.Secret.SecretName, "")
				for _, item := range v.Secret.Items {
					secret(p.owner, v.Secret.SecretName, item.Key)
				}
			}
		}
		for _, c := range p.spec.Containers {
			for _, source := range c.EnvFrom {
				if source.ConfigMapRef != nil && o.find("ConfigMap", source.ConfigMapRef.Name) == nil {
					missing(p.owner, "ConfigMap", source.ConfigMapRef.Name, "")
				}
				if source.SecretRef != nil {
					secret(p.owner, source.SecretRef.Name, "")
				}
			}
			for _, variable := range c.Env {
				if from := variable.ValueFrom; from != nil && from.SecretKeyRef != nil {
					secret(p.owner, from.SecretKeyRef.Name, from.SecretKeyRef.Key)
				}
			}
		}
	}
	for _, scaler := range o.autoscalers {
		if target := scaler.Spec.ScaleTargetRef; o.find(target.Kind, target.Name) == nil {
			missing("HorizontalPodAutoscaler/"+scaler.Name, target.Kind, target.Name, "")
		}
	}
	return problems
}

// variables of a container as far as their values stand in the manifests; those of secrets are there, empty.
func (o *objects) variables(container corev1.Container) map[string]string {
	result := map[string]string{}
	for _, source := range container.EnvFrom {
		if source.ConfigMapRef != nil {
			for _, c := range o.configMaps {
				if c.Name == source.ConfigMapRef.Name {
					for key, value := range c.Data {
						result[key] = value
					}
				}
			}
		}
		if source.SecretRef != nil {
			keys, _, _ := o.keys(source.SecretRef.Name)
			for _, key := range keys {
				result[key] = ""
			}
		}
	}
	for _, variable := range container.Env {
		result[variable.Name] = variable.Value
	}
	return result
}

// readable are files of Secrets to a user that is not root, by their group or by everyone.
func readable(o *objects, _ *application) []string {
	var problems []string
	for _, p := range o.ours() {
		shared := p.spec.SecurityContext != nil && p.spec.SecurityContext.FSGroup != nil
		for _, v := range p.spec.Volumes {
			if v.Secret != nil && v.Secret.DefaultMode != nil && *v.Secret.DefaultMode&0o004 == 0 &&
				!(shared && *v.Secret.DefaultMode&0o040 != 0) {
				problems = append(problems, p.owner+" cannot read "+v.Secret.SecretName)
			}
		}
	}
	return problems
}

// What the base images have (src/main/docker).
const imageAuthorities = "/etc/ssl/certs/ca-certificates.crt"

// environment has nothing in it that the service does not read and tell of, and what it mounts is where it looks.
func environment(o *objects, a *application) []string {
	var problems []string
	for _, p := range o.ours() {
		container := p.spec.Containers[0]
		variables := o.variables(container)
		for variable := range variables {
			if !a.variables[variable] {
				problems = append(problems, p.owner+" sets "+variable+", which the service does not read")
			} else if !a.documented[variable] {
				problems = append(problems, p.owner+" sets "+variable+", of which docs/configuration.md says nothing")
			}
		}
		for _, variable := range []string{"DATABASE_URL", "DB_USER", "DB_PASSWORD"} {
			if _, set := variables[variable]; !set {
				problems = append(problems, p.owner+" lacks "+variable)
			}
		}
		mounted := func(directory string) bool {
			return slices.ContainsFunc(container.VolumeMounts, func(m corev1.VolumeMount) bool {
				return m.MountPath == directory && m.SubPath == ""
			})
		}
		if directory := variables["JWT_KEYS_DIR"]; directory != "" && !mounted(directory) {
			problems = append(problems, p.owner+" mounts nothing at JWT_KEYS_DIR")
		}
		for _, variable := range []string{"DATABASE_URL", "DATABASE_DIRECT_URL"} {
			database, err := url.Parse(variables[variable])
			if err != nil {
				problems = append(problems, p.owner+" has no URL in "+variable)
				continue
			}
			authorities := database.Query().Get("sslrootcert")
			if strings.HasPrefix(database.Query().Get("sslmode"), "verify-") && authorities != imageAuthorities &&
				!mounted(path.Dir(authorities)) {
				problems = append(problems, p.owner+" has nothing to verify "+variable+" by: sslrootcert is "+authorities)
			}
		}
		if p.isKnative() && !strings.Contains(variables["TRUSTED_PROXIES"], "127.0.0.0/8") {
			problems = append(problems, p.owner+" does not believe its queue proxy, which calls from 127.0.0.1")
		}
	}
	sort.Strings(problems)
	return problems
}

// After what is in flight mail/Outbox takes 5 s at most for what is due, and OpenTelemetry 2 s for its last spans.
const lastSeconds = 5 + 2

// gracePeriod is long enough for the service to stop by itself.
func gracePeriod(o *objects, a *application) []string {
	var problems []string
	for _, p := range o.ours() {
		container := p.spec.Containers[0]
		if p.spec.TerminationGracePeriodSeconds == nil {
			continue
		}
		variables := o.variables(container)
		needed := a.seconds("quarkus.shutdown.delay", variables) + a.seconds("quarkus.shutdown.timeout", variables) + lastSeconds
		if hook := container.Lifecycle; hook != nil && hook.PreStop != nil && hook.PreStop.Sleep != nil {
			needed += float64(hook.PreStop.Sleep.Seconds)
		}
		if float64(*p.spec.TerminationGracePeriodSeconds) <= needed {
			problems = append(problems, fmt.Sprintf("%s is killed after %d s, and may take %.0f to stop", p.owner,
				*p.spec.TerminationGracePeriodSeconds, needed))
		}
	}
	return problems
}

// readinessTimeout leaves the service the time in which it finds out whether the pool is merely busy.
func readinessTimeout(o *objects, a *application) []string {
	var problems []string
	for _, p := range o.ours() {
		container := p.spec.Containers[0]
		probe := container.ReadinessProbe
		// Without a period Knative does not wait for an answer, but asks again for 10 s.
		if probe == nil || p.isKnative() && probe.PeriodSeconds == 0 {
			continue
		}
		// health/DatabaseReadiness asks for a connection and gives its answer a second.
		needed := a.seconds("quarkus.datasource.jdbc.acquisition-timeout", o.variables(container)) + 1
		if float64(probe.TimeoutSeconds) < needed {
			problems = append(problems, fmt.Sprintf("%s gives readiness %d s, and it may take %.1f", p.owner,
				probe.TimeoutSeconds, needed))
		}
	}
	return problems
}
