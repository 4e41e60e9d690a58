package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// replicas of a workload, as its autoscaler says or it itself.
func (o *objects) replicas(owner string) (least, most int) {
	for _, scaler := range o.autoscalers {
		if scaler.Spec.ScaleTargetRef.Kind+"/"+scaler.Spec.ScaleTargetRef.Name == owner {
			return int(*scaler.Spec.MinReplicas), int(scaler.Spec.MaxReplicas)
		}
	}
	if scaled := o.find("ScaledObject", "taskward"); scaled != nil && owner == "Deployment/taskward" {
		least, _, _ := unstructured.NestedInt64(scaled.Object, "spec", "minReplicaCount")
		most, _, _ := unstructured.NestedInt64(scaled.Object, "spec", "maxReplicaCount")
		return int(least), int(most)
	}
	for _, p := range o.pods {
		if p.owner == owner && p.replicas != nil {
			return int(*p.replicas), int(*p.replicas)
		}
	}
	return 1, 1
}

// disruption leaves one at least, and can be had, when there are as few as there may be.
func disruption(o *objects, _ *application) []string {
	var problems []string
	for _, budget := range o.budgets {
		for _, p := range o.selected(budget.Spec.Selector) {
			least, _ := o.replicas(p.owner)
			allowed := 0
			if most := budget.Spec.MaxUnavailable; most != nil {
				allowed, _ = intstr.GetScaledValueFromIntOrPercent(most, least, true)
			} else {
				kept, _ := intstr.GetScaledValueFromIntOrPercent(budget.Spec.MinAvailable, least, true)
				allowed = least - kept
			}
			if allowed < 1 || allowed >= least {
				problems = append(problems, fmt.Sprintf("PodDisruptionBudget/%s lets %d of the %d of %s go", budget.Name,
					allowed, least, p.owner))
			}
		}
	}
	return problems
}

// scaling has one say how many there are.
func scaling(o *objects, _ *application) []string {
	var problems []string
	for _, scaler := range o.autoscalers {
		target := scaler.Spec.ScaleTargetRef.Kind + "/" + scaler.Spec.ScaleTargetRef.Name
		if scaled := o.find("ScaledObject", scaler.Spec.ScaleTargetRef.Name); scaled != nil {
			problems = append(problems, target+" is scaled by KEDA and an autoscaler of its own")
		}
		for _, p := range o.pods {
			if p.owner == target && p.replicas != nil {
				problems = append(problems, target+" sets replicas, which its autoscaler does")
			}
		}
		if *scaler.Spec.MinReplicas > scaler.Spec.MaxReplicas {
			problems = append(problems, target+" has a minimum above its maximum")
		}
	}
	return problems
}

// hashed is how kustomize ends a name that changes with what it names.
var hashed = regexp.MustCompile(`-[bcdfghkmt2456789]{10}$`)

// migrations are in Jobs whose names change with their content, since a Job cannot be changed. They end before a rollout is given up.
func migrations(o *objects, _ *application) []string {
	var problems []string
	for _, object := range o.all {
		if object.GetKind() != "Job" {
			continue
		}
		if !hashed.MatchString(object.GetName()) {
			problems = append(problems, name(object)+" has no hash in its name")
		}
		if rules, _, _ := unstructured.NestedSlice(object.Object, "spec", "podFailurePolicy", "rules"); !slices.ContainsFunc(rules, ignoresDisruption) {
			problems = append(problems, name(object)+" counts a drained node as a failure")
		}
		// The names of these change without a change of the Job's own: kustomize sets them after it has made the hash.
		walk(object.Object["spec"], func(key, value string) {
			if o.find("ConfigMap", value) != nil {
				problems = append(problems, name(object)+" refers to ConfigMap/"+value+", which its hash does not cover")
			}
		})
		deployment := o.find("Deployment", "taskward")
		if deployment == nil {
			continue
		}
		patience, _, _ := unstructured.NestedInt64(deployment.Object, "spec", "progressDeadlineSeconds")
		if longest, _, _ := unstructured.NestedInt64(object.Object, "spec", "activeDeadlineSeconds"); patience <= longest {
			problems = append(problems, fmt.Sprintf("Deployment/taskward gives a rollout %d s, and %s may take %d", patience,
				name(object), longest))
		}
	}
	return problems
}

func ignoresDisruption(rule any) bool {
	text := fmt.Sprint(rule)
	return strings.Contains(text, "action:Ignore") && strings.Contains(text, "type:DisruptionTarget")
}

// What else connects to PostgreSQL itself: the migration's two, the operator's and its metrics', and some for people.
const otherConnections = 15

// connections of all pods, in the middle of a rollout, are no more than there may be (docs/operations.md).
func connections(o *objects, a *application) []string {
	cluster, pooler := o.find("Cluster", "taskward-db"), o.find("Pooler", "taskward-db-pooler")
	deployment := o.find("Deployment", "taskward")
	if cluster == nil || pooler == nil || deployment == nil {
		return nil
	}
	_, most := o.replicas("Deployment/taskward")
	surge, _, _ := unstructured.NestedFieldNoCopy(deployment.Object, "spec", "strategy", "rollingUpdate", "maxSurge")
	share := intstr.Parse(fmt.Sprint(surge))
	extra, err := intstr.GetScaledValueFromIntOrPercent(&share, most, true)
	if err != nil {
		return []string{err.Error()}
	}
	pods := most + extra
	instances, _, _ := unstructured.NestedInt64(pooler.Object, "spec", "instances")
	pool := a.number("quarkus.datasource.jdbc.max-size", o.variables(o.ours()[0].spec.Containers[0]))
	var problems []string
	// One pooler may be gone, and all clients with the others.
	if clients := pods * pool; clients > parameter(pooler, "max_client_conn", "spec", "pgbouncer", "parameters")*int(instances-1) {
		problems = append(problems, fmt.Sprintf("%d pods have %d connections to the poolers, which take fewer", pods, clients))
	}
	servers := parameter(pooler, "default_pool_size", "spec", "pgbouncer", "parameters")*int(instances) + pods + otherConnections
	if allowed := parameter(cluster, "max_connections", "spec", "postgresql", "parameters"); servers > allowed {
		problems = append(problems, fmt.Sprintf("PostgreSQL takes %d connections, and %d may be asked of it", allowed, servers))
	}
	return problems
}

func parameter(object *unstructured.Unstructured, name string, path ...string) int {
	parameters, _, _ := unstructured.NestedStringMap(object.Object, path...)
	value, err := strconv.Atoi(strings.TrimSpace(parameters[name]))
	if err != nil {
		panic(fmt.Sprintf("%s of %s: %v", name, object.GetName(), err))
	}
	return value
}
