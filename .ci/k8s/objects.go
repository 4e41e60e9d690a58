package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// pods are what a workload makes: many of one template.
type pods struct {
	owner    string
	selector *metav1.LabelSelector
	meta     metav1.ObjectMeta
	spec     corev1.PodSpec
	replicas *int32
	// foreign pods are made by an operator, from more than stands here.
	foreign bool
}

// objects are a rendered installation, typed as far as the assertions want them.
type objects struct {
	yaml        []byte
	all         []*unstructured.Unstructured
	part        map[*unstructured.Unstructured]string
	pods        []pods
	services    []corev1.Service
	configMaps  []corev1.ConfigMap
	secrets     []corev1.Secret
	autoscalers []autoscalingv2.HorizontalPodAutoscaler
	budgets     []policyv1.PodDisruptionBudget
	policies    []networkingv1.NetworkPolicy
	ingresses   []networkingv1.Ingress
}

// render builds each part by itself, as it is applied.
func render(manifests string, parts []string) (*objects, []string, error) {
	result := &objects{part: map[*unstructured.Unstructured]string{}}
	var problems []string
	for _, part := range parts {
		built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(manifests, part))
		if err != nil {
			return nil, nil, err
		}
		text, err := built.AsYaml()
		if err != nil {
			return nil, nil, err
		}
		result.yaml = append(append(result.yaml, "---\n"...), text...)
		for _, resource := range built.Resources() {
			text, err := resource.AsYAML()
			if err != nil {
				return nil, nil, err
			}
			if err := result.add(text); err != nil {
				problems = append(problems, fmt.Sprintf("%s/%s: %v", resource.GetKind(), resource.GetName(), err))
			} else {
				result.part[result.all[len(result.all)-1]] = part
			}
		}
	}
	return result, problems, nil
}

func (o *objects) write(file string) error {
	return os.WriteFile(file, o.yaml, 0o600)
}

// strict decodes into the types of the Kubernetes API: a field that a type does not have is an error, as is one that stands twice.
var strict = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

func (o *objects) add(text []byte) error {
	object := &unstructured.Unstructured{}
	// By way of JSON, as the API has it: whole numbers are int64 there.
	asJSON, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return err
	}
	if err := object.UnmarshalJSON(asJSON); err != nil {
		return err
	}
	o.all = append(o.all, object)
	switch object.GetAPIVersion() + "/" + object.GetKind() {
	case "serving.knative.dev/v1/Service":
		return o.knative(object)
	case "postgresql.cnpg.io/v1/Cluster", "postgresql.cnpg.io/v1/Pooler":
		o.foreign(object)
		return nil
	}
	typed, _, err := strict.Decode(asJSON, nil, nil)
	if runtime.IsNotRegisteredError(err) {
		// A custom resource, of which conformity knows the schema.
		return nil
	} else if err != nil {
		return err
	}
	switch t := typed.(type) {
	case *appsv1.Deployment:
		o.workload(object, t.Spec.Selector, t.Spec.Template, t.Spec.Replicas)
	case *appsv1.StatefulSet:
		o.workload(object, t.Spec.Selector, t.Spec.Template, t.Spec.Replicas)
	case *batchv1.Job:
		o.workload(object, nil, t.Spec.Template, nil)
	case *corev1.Service:
		o.services = append(o.services, *t)
	case *corev1.ConfigMap:
		o.configMaps = append(o.configMaps, *t)
	case *corev1.Secret:
		o.secrets = append(o.secrets, *t)
	case *autoscalingv2.HorizontalPodAutoscaler:
		o.autoscalers = append(o.autoscalers, *t)
	case *policyv1.PodDisruptionBudget:
		o.budgets = append(o.budgets, *t)
	case *networkingv1.NetworkPolicy:
		o.policies = append(o.policies, *t)
	case *networkingv1.Ingress:
		if object.GetAnnotations()["cert-manager.io/cluster-issuer"] != "" {
			o.pods = append(o.pods, pods{owner: solver + name(object), foreign: true,
				meta: metav1.ObjectMeta{Labels: map[string]string{"acme.cert-manager.io/http01-solver": "true"}}})
		}
		o.ingresses = append(o.ingresses, *t)
	}
	return nil
}

func (o *objects) workload(object *unstructured.Unstructured, selector *metav1.LabelSelector,
	template corev1.PodTemplateSpec, replicas *int32) {
	o.pods = append(o.pods, pods{owner: name(object), selector: selector, meta: template.ObjectMeta,
		spec: template.Spec, replicas: replicas})
}

// knative has a pod's template with two fields of its own in it.
func (o *objects) knative(object *unstructured.Unstructured) error {
	template, _, _ := unstructured.NestedMap(object.Object, "spec", "template")
	for _, own := range []string{"containerConcurrency", "timeoutSeconds"} {
		unstructured.RemoveNestedField(template, "spec", own)
	}
	text, err := json.Marshal(template)
	if err != nil {
		return err
	}
	var decoded corev1.PodTemplateSpec
	if err := yaml.UnmarshalStrict(text, &decoded); err != nil {
		return err
	}
	o.workload(object, nil, decoded, nil)
	// Its webhook says so when it is applied.
	if decoded.Spec.SecurityContext != nil {
		return errors.New("Knative refuses a pod's securityContext by default: say it of the container")
	}
	if probe := decoded.Spec.Containers[0].ReadinessProbe; probe != nil && probe.PeriodSeconds == 0 &&
		(probe.TimeoutSeconds != 0 || probe.FailureThreshold != 0) {
		return errors.New("Knative refuses a timeout and a threshold of readiness without a period")
	}
	return nil
}

// isKnative tells pods that have a queue proxy beside the service.
func (p pods) isKnative() bool {
	return p.owner == "Service/taskward"
}

// What pods are said to be that an operator makes for a while, before the name of what it makes them for.
const (
	job    = "Job of "
	solver = "solver of "
)

// foreign knows of the pods that CloudNativePG makes how many there are, and which labels every version of it gives them.
func (o *objects) foreign(object *unstructured.Unstructured) {
	labels, _, _ := unstructured.NestedStringMap(object.Object, "spec", "inheritedMetadata", "labels")
	cluster := object.GetName()
	if object.GetKind() == "Pooler" {
		labels, _, _ = unstructured.NestedStringMap(object.Object, "spec", "template", "metadata", "labels")
		cluster, _, _ = unstructured.NestedString(object.Object, "spec", "cluster", "name")
	}
	if labels == nil {
		labels = map[string]string{}
	}
	labels["cnpg.io/cluster"] = cluster
	labels["cnpg.io/podRole"] = "instance"
	if object.GetKind() == "Pooler" {
		labels["cnpg.io/podRole"] = "pooler"
		labels["cnpg.io/poolerName"] = object.GetName()
		// From 1.28 on, whatever the template says.
		labels["app.kubernetes.io/component"] = "pooler"
	} else {
		// They inherit nothing.
		o.pods = append(o.pods, pods{owner: job + name(object), foreign: true, meta: metav1.ObjectMeta{
			Labels: map[string]string{"cnpg.io/cluster": cluster, "cnpg.io/jobRole": "initdb"}}})
	}
	count, _, _ := unstructured.NestedInt64(object.Object, "spec", "instances")
	replicas := int32(count)
	o.pods = append(o.pods, pods{owner: name(object), meta: metav1.ObjectMeta{Labels: labels}, replicas: &replicas,
		foreign: true})
}

// isDatabase tells pods that PostgreSQL's clients connect to.
func (p pods) isDatabase() bool {
	return strings.HasPrefix(p.owner, "Cluster/") || strings.HasPrefix(p.owner, "Pooler/") ||
		p.owner == "StatefulSet/taskward-db"
}

func (p pods) isCache() bool {
	return p.meta.Labels["app.kubernetes.io/component"] == "cache"
}

// ours are the pods that run the service's own image.
func (o *objects) ours() []pods {
	var result []pods
	for _, p := range o.pods {
		if !p.foreign && isService(p.spec.Containers[0]) {
			result = append(result, p)
		}
	}
	return result
}

func isService(container corev1.Container) bool {
	repository, _, _ := image(container.Image)
	return strings.TrimSuffix(path.Base(repository), "-jvm") == "taskward"
}

// image in its parts; a colon before a slash is that of the registry's port.
func image(reference string) (repository, tag, digest string) {
	repository, digest, _ = strings.Cut(reference, "@")
	if colon := strings.LastIndex(repository, ":"); colon > strings.LastIndex(repository, "/") {
		repository, tag = repository[:colon], repository[colon+1:]
	}
	return repository, tag, digest
}

func (o *objects) find(kind, name string) *unstructured.Unstructured {
	for _, object := range o.all {
		if object.GetKind() == kind && object.GetName() == name {
			return object
		}
	}
	return nil
}

func name(object *unstructured.Unstructured) string {
	return object.GetKind() + "/" + object.GetName()
}

// What holds data, or goes with all that is in it.
var holders = []string{"Namespace", "PersistentVolumeClaim", "PersistentVolume", "Cluster", "ObjectStore"}

// survivors are in no overlay, so that "kubectl delete -k" of one leaves the namespace and the data.
func survivors(o *objects, _ *application) []string {
	var problems []string
	for _, object := range o.all {
		policy, _, _ := unstructured.NestedString(object.Object, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")
		if strings.HasPrefix(o.part[object], "overlays/") && (slices.Contains(holders, object.GetKind()) || policy == "Delete") {
			problems = append(problems, name(object)+" goes with its data when the overlay is deleted")
		}
	}
	return problems
}
