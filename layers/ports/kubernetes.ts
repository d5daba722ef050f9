/** A Deployment of a Kubernetes cluster, by where it is. */
export interface KubernetesPlace {
  /** the EKS cluster's name */
  cluster: string;
  namespace: string;
  deployment: string;
}

/** What a Deployment wants and how far it is. */
export interface KubernetesDeployment {
  /** carries the label `forestall/act: "true"` */
  consents: boolean;
  /** when a restart was asked for last, as it was written then; null where none was */
  restartedAt: string | null;
  /** changes with each change of it, also of its status: what a change can be held to */
  version: string;
  /** the controller has seen what is wanted now */
  observed: boolean;
  wanted: number;
  /** pods of all versions, those of the wanted one, and those of any that serve */
  pods: number;
  updated: number;
  available: number;
  /** it gave the rollout up: `ProgressDeadlineExceeded` */
  stuck: boolean;
}

export interface Kubernetes {
  /** undefined where there is none */
  read(place: KubernetesPlace): Promise<KubernetesDeployment | undefined>;
  /**
   * Asks for a rollout restart, as kubectl does: by an annotation of the pods' template.
   * @returns false where somebody changed the Deployment since `version` was read
   */
  restart(place: KubernetesPlace, change: { at: string; version: string }): Promise<boolean>;
}
