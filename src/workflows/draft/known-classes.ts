/**
 * Classes of ComfyUI and ComfyUI_IPAdapter_plus whose every input affects the outputs, whatever the
 * other inputs are. Inputs that depend on another input's value are in `no-effect.ts`. The effect
 * of options through any other class is unknown.
 */
export const KNOWN: ReadonlySet<string> = new Set([
  // Values passed on unchanged. Classes that compute with a value are left out, since they set
  // something else.
  ...words(`
    PrimitiveInt PrimitiveFloat PrimitiveString PrimitiveStringMultiline PrimitiveBoolean
    PrimitiveBoundingBox SeedNode CustomCombo PreviewAny StringConcatenate StringTrim
    ResolutionSelector GetImageSize
  `),
  // Files.
  ...words(`
    CheckpointLoaderSimple CheckpointLoader unCLIPCheckpointLoader UNETLoader
    ImageOnlyCheckpointLoader DiffusersLoader VAELoader CLIPLoader DualCLIPLoader
    TripleCLIPLoader QuadrupleCLIPLoader CLIPVisionLoader StyleModelLoader ControlNetLoader
    DiffControlNetLoader UpscaleModelLoader ModelPatchLoader PhotoMakerLoader
    LatentUpscaleModelLoader HypernetworkLoader LoadLatent LoraLoader LoraLoaderModelOnly
    LoraLoaderBypass LoraLoaderBypassModelOnly LoadImage LoadImageMask LoadImageOutput Painter
  `),
  // Models.
  ...words(`
    ModelSamplingDiscrete ModelSamplingContinuousEDM ModelSamplingContinuousV ModelSamplingSD3
    ModelSamplingAuraFlow ModelSamplingFlux ModelSamplingLTXV ModelSamplingStableCascade
    ModelNoiseScale ModelComputeDtype RescaleCFG ModelAttentionBackend CFGNorm CFGZeroStar TCFG
    APG Mahiro FreeU FreeU_V2 FreSca HyperTile TomePatchModel PatchModelAddDownscale EasyCache
    LazyCache TorchCompileModel PerturbedAttentionGuidance SelfAttentionGuidance
    SkipLayerGuidanceSD3 SkipLayerGuidanceDiT SkipLayerGuidanceDiTSimple RenormCFG
    DifferentialDiffusion NAGuidance FluxKVCache UNetSelfAttentionMultiply
    UNetCrossAttentionMultiply CLIPAttentionMultiply CLIPSetLastLayer ScaleROPE ModelMergeSimple
    CLIPMergeSimple ModelMergeAdd ModelMergeSubtract T5TokenizerOptions SelectModelDevice
    SelectCLIPDevice USOStyleReference QwenImageDiffsynthControlnet ZImageFunControlnet
  `),
  // Text and conditioning.
  ...words(`
    CLIPTextEncode CLIPTextEncodeSDXL CLIPTextEncodeSDXLRefiner CLIPTextEncodeFlux
    CLIPTextEncodeSD3 CLIPTextEncodeHiDream CLIPTextEncodeHunyuanDiT CLIPTextEncodePixArtAlpha
    CLIPTextEncodeLumina2 CLIPTextEncodeKandinsky5 CLIPTextEncodeControlnet
    TextEncodeQwenImageEdit TextEncodeQwenImageEditPlus TextEncodeBooguEdit PhotoMakerEncode
    CLIPVisionEncode ConditioningCombine ConditioningConcat ConditioningAverage
    ConditioningSetArea ConditioningSetAreaPercentage ConditioningSetAreaStrength
    ConditioningSetMask ConditioningSetTimestepRange ConditioningZeroOut FluxDisableGuidance
    FluxGuidance FluxKontextMultiReferenceLatentMethod ReferenceLatent HiDreamO1ReferenceImages
    StyleModelApply unCLIPConditioning GLIGENLoader GLIGENTextBoxApply InpaintModelConditioning
    InstructPixToPixConditioning ControlNetApply ControlNetApplyAdvanced ControlNetApplySD3
    ControlNetInpaintingAliMamaApply SetUnionControlNetType StableCascade_StageB_Conditioning
    StableCascade_StageC_VAEEncode SVD_img2vid_Conditioning WanImageToVideo
    WanFirstLastFrameToVideo Wan22ImageToVideoLatent LTXVConditioning LTXVImgToVideo
    HunyuanImageToVideo
  `),
  // Latents.
  ...words(`
    EmptyLatentImage EmptySD3LatentImage EmptyFlux2LatentImage EmptyImage
    EmptyHunyuanImageLatent EmptyChromaRadianceLatentImage EmptyHunyuanLatentVideo
    EmptyQwenImageLayeredLatentImage EmptyLTXVLatentVideo EmptyMochiLatentVideo
    EmptyCosmosLatentVideo EmptyHunyuanVideo15Latent EmptyHiDreamO1LatentImage
    StableCascade_EmptyLatentImage RepeatLatentBatch SetLatentNoiseMask VAEEncode VAEEncodeTiled
    VAEEncodeForInpaint LatentUpscale LatentUpscaleBy LatentFlip LatentRotate LatentCrop
    LatentBlend LatentInterpolate LatentAdd LatentBatch LatentSubtract RebatchLatents
    LatentBatchSeedBehavior
  `),
  // Sampling.
  ...words(`
    KSampler KSamplerAdvanced SamplerCustom SamplerCustomAdvanced BasicGuider CFGGuider
    DualCFGGuider
    RandomNoise KSamplerSelect BasicScheduler KarrasScheduler ExponentialScheduler
    PolyexponentialScheduler LaplaceScheduler VPScheduler SDTurboScheduler BetaSamplingScheduler
    AlignYourStepsScheduler GITSScheduler OptimalStepsScheduler Flux2Scheduler
    Ideogram4Scheduler LTXVScheduler SplitSigmas SplitSigmasDenoise FlipSigmas ManualSigmas
    SetFirstSigma SamplerEulerAncestral SamplerEulerCFGpp SamplerLCM SamplerLMS SamplerDPMPP_SDE
    SamplerDPMPP_2M_SDE SamplerDPMPP_2S_Ancestral SamplerDPMPP_3M_SDE SamplerER_SDE
    SamplerDPMAdaptative SamplerSASolver SamplerEulerAncestralCFGPP
  `),
  // Pictures and masks.
  ...words(`
    VAEDecode VAEDecodeTiled ImageScale ImageScaleBy ImageScaleToTotalPixels
    ImageScaleToMaxDimension ResizeImagesByLongerEdge ResizeImagesByShorterEdge
    ResizeImageMaskNode ResizeAndPadImage FluxKontextImageScale ImagePadForOutpaint
    ImageUpscaleWithModel ImageCrop ImageCropV2 CenterCropImages ImageFlip ImageRotate
    ImageInvert ImageBlur ImageSharpen ImageAddNoise ImageQuantize AdjustBrightness
    AdjustContrast NormalizeImages Morphology Canny ImageBlend ImageStitch ImageBatch
    BatchImagesNode BatchLatentsNode RepeatImageBatch RebatchImages ImageCompositeMasked
    ColorTransfer JoinImageWithAlpha SplitImageWithAlpha TextOverlay ImageToMask MaskToImage
    ImageColorToMask GrowMask InvertMask FeatherMask CropMask ThresholdMask MaskComposite
    SolidMask BatchMasksNode SaveImage SaveImageAdvanced SaveAnimatedPNG SaveAnimatedWEBP
    PreviewImage MaskPreview
  `),
  // ComfyUI_IPAdapter_plus.
  ...words(`
    IPAdapter IPAdapterAdvanced IPAdapterBatch IPAdapterFaceID IPAdapterTiled
    IPAdapterFaceIDKolors IPAdapterStyleComposition IPAdapterPreciseStyleTransfer
    IPAdapterPreciseComposition IPAdapterModelLoader IPAdapterInsightFaceLoader
    IPAdapterUnifiedLoader IPAdapterUnifiedLoaderCommunity IPAdapterUnifiedLoaderFaceID
    IPAdapterEncoder IPAdapterCombineEmbeds IPAdapterEmbeds PrepImageForClipVision
  `),
]);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
