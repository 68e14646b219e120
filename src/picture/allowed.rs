//! The elements and attributes of plain drawings, from SVG 1.1 and SVG 2: what draws, and nothing that moves, runs or fetches.

/// What editors write about a drawing for themselves, by how the name of the namespace begins. No browser does anything with it.
pub(super) const OF_EDITORS: [&str; 14] = [
    "http://creativecommons.org/ns",
    "http://krita.org/namespaces/",
    "http://ns.adobe.com/",
    "http://purl.org/dc/",
    "http://schemas.microsoft.com/visio/",
    "http://sodipodi.sourceforge.net/",
    "http://web.resource.org/cc/",
    "http://www.bohemiancoding.com/sketch",
    "http://www.figma.com/",
    "http://www.inkscape.org/namespaces/",
    "http://www.serif.com/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "https://boxy-svg.com",
    "https://sketch.com/",
];

const ELEMENTS: &str = "\
    a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite \
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA \
    feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset \
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient \
    marker mask metadata path pattern polygon polyline radialGradient rect stop style svg switch symbol \
    text textPath title tspan use view";

const ATTRIBUTES: &str = "\
    alignment-baseline amplitude azimuth baseFrequency baseProfile baseline-shift bias class clip \
    clip-path clip-rule clipPathUnits color color-interpolation color-interpolation-filters \
    color-profile color-rendering contentScriptType contentStyleType cursor cx cy d diffuseConstant \
    direction display divisor dominant-baseline dx dy edgeMode elevation enable-background exponent fill \
    fill-opacity fill-rule filter filterRes filterUnits flood-color flood-opacity font font-family \
    font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant \
    font-variant-caps font-variant-ligatures font-variant-numeric font-variation-settings font-weight fr \
    fx fy glyph-orientation-horizontal glyph-orientation-vertical gradientTransform gradientUnits height \
    id image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength kerning lang \
    lengthAdjust letter-spacing lighting-color limitingConeAngle line-height marker marker-end \
    marker-mid marker-start markerHeight markerUnits markerWidth mask mask-type maskContentUnits \
    maskUnits media method mix-blend-mode mode numOctaves offset opacity operator order orient overflow \
    paint-order path pathLength patternContentUnits patternTransform patternUnits pointer-events points \
    pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY \
    requiredExtensions requiredFeatures result role rotate rx ry scale seed shape-rendering side slope \
    solid-color solid-opacity spacing specularConstant specularExponent spreadMethod startOffset \
    stdDeviation stitchTiles stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset \
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style surfaceScale \
    systemLanguage tabindex tableValues targetX targetY text-align text-anchor text-decoration \
    text-orientation text-overflow text-rendering textLength transform transform-box transform-origin \
    type unicode-bidi values vector-effect version viewBox visibility white-space width word-spacing \
    writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z zoomAndPan";

pub(super) fn is_element(name: &str) -> bool {
    ELEMENTS.split(' ').any(|one| one == name)
}

pub(super) fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.split(' ').any(|one| one == name)
}
